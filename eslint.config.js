import js from '@eslint/js';
import solid from 'eslint-plugin-solid/configs/typescript';
import tseslint from 'typescript-eslint';

const workflowRules = {
  // The engine replays this code: it must give the same at each replay, so nothing from outside may enter.
  'no-restricted-globals': ['error', 'process', 'fetch', 'setInterval', 'crypto', 'performance'],
  'no-restricted-imports': [
    'error',
    {
      patterns: [
        {
          regex: '^(node:|@temporalio/(client|worker|activity)|\\.\\./(adapters|worker|server|prisma|runtime))',
          message: 'Workflows are deterministic: no input or output.',
        },
      ],
    },
  ],
};

/** Workflows share their modules: what one of them kept there, every other one would find. */
const sharedModuleRules = {
  'no-restricted-syntax': [
    'error',
    {
      selector: ':matches(Program, ExportNamedDeclaration) > VariableDeclaration:matches([kind="let"], [kind="var"])',
      message: 'The modules of workflows are read once for all of them, and keep nothing.',
    },
  ],
};

export default tseslint.config(
  { ignores: ['node_modules', 'dist', '.data', 'prisma/generated', 'coverage'] },
  js.configs.recommended,
  {
    files: ['**/*.ts', '**/*.tsx', '**/*.mts'],
    extends: [...tseslint.configs.recommendedTypeChecked],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_', ignoreRestSiblings: true }],
      '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'separate-type-imports', disallowTypeAnnotations: false }],
      '@typescript-eslint/no-floating-promises': ['error', { ignoreVoid: true }],
      '@typescript-eslint/only-throw-error': 'error',
      '@typescript-eslint/no-non-null-assertion': 'off',
      '@typescript-eslint/require-await': 'off',
      'max-lines': ['error', { max: 300, skipBlankLines: true, skipComments: true }],
      eqeqeq: ['error', 'always'],
    },
  },
  { files: ['workflows/**/*.ts'], rules: workflowRules },
  { files: ['workflows/**/*.ts', 'domain/**/*.ts'], rules: sharedModuleRules },
  {
    files: ['ui/**/*.tsx', 'ui/**/*.ts'],
    ...solid,
    rules: {
      ...solid.rules,
      'solid/no-destructure': 'error',
      'solid/prefer-for': 'error',
      'no-restricted-imports': [
        'error',
        {
          name: 'solid-js',
          importNames: ['createResource'],
          message: 'An answer that is asked again takes the page away: ui/use-query.ts',
        },
      ],
      'no-restricted-syntax': ['error', { selector: "JSXAttribute[name.name='innerHTML']", message: 'Text is text.' }],
    },
  },
  {
    files: ['server/**/*.ts'],
    rules: {
      'no-restricted-properties': [
        'error',
        ...['withDeadline', 'withMetadata', 'withAbortSignal'].map((property) => ({
          property,
          message: 'It makes every promise of the server dearer: server/engine/call-deadlines.ts',
        })),
      ],
    },
  },
  {
    files: ['**/*.mjs', '**/*.cjs', '**/*.js'],
    languageOptions: {
      globals: {
        process: 'readonly',
        console: 'readonly',
        URL: 'readonly',
        Buffer: 'readonly',
        setTimeout: 'readonly',
        clearTimeout: 'readonly',
        setInterval: 'readonly',
        clearInterval: 'readonly',
        require: 'readonly',
        exports: 'writable',
        module: 'writable',
        document: 'readonly',
        localStorage: 'readonly',
        window: 'readonly',
        navigator: 'readonly',
        matchMedia: 'readonly',
      },
    },
  },
);
