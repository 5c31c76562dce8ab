import { withNativeFiles } from '../../src/terraform/native-files';

const TERRAFORM = { required_version: '>= 1.11.0', backend: { local: {} } };

test('the version of Terraform stands in a file of its own, the other settings in the document', () => {
  expect(withNativeFiles({ terraform: TERRAFORM, resource: {} }, 'Generated.')).toEqual({
    document: { terraform: { backend: { local: {} } }, resource: {} },
    files: { 'versions.tf': '# Generated.\nterraform {\n  required_version = ">= 1.11.0"\n}\n' },
  });
});

test('so do blocks without a name', () => {
  const { document, files } = withNativeFiles(
    {
      terraform: TERRAFORM,
      moved: [{ '//': 'Renamed\nin 0.2', from: 'aws_a.b', to: 'aws_a.c["d"]' }],
      import: [{ to: 'aws_a.d', id: 'a "${var.name}"\\\n\b\f\\b$${x}' }],
      removed: [{ from: 'aws_a.e', lifecycle: { destroy: false } }],
      check: { named: {} },
    },
    'Generated.',
  );
  expect(document).toEqual({ terraform: { backend: { local: {} } }, check: { named: {} } });
  expect(files['moved.tf']).toBe(`# Generated.
moved {
  # Renamed in 0.2
  from = aws_a.b
  to   = aws_a.c["d"]
}

import {
  to = aws_a.d
  id = "a \\"\${var.name}\\"\\\\\\n\\u0008\\u000c\\\\b$\${x}"
}

removed {
  from = aws_a.e
  lifecycle {
    destroy = false
  }
}
`);
});
