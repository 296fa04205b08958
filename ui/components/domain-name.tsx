/** A domain in mono, which goes over to a second line at its first dot rather than anywhere. */
export const DomainName = (props: { readonly name: string }) => {
  const dot = () => props.name.indexOf('.');
  return (
    <code>
      {props.name.slice(0, dot())}
      <wbr />
      {props.name.slice(dot())}
    </code>
  );
};
