/** A response's body; what is in it is for the test to say. */
export const readJson = async (response: Response): Promise<unknown> => response.json();
