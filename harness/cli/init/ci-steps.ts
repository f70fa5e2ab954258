// What init gives to a CI: the default run, its summary and annotations, and what was found as an artefact.

/** A workflow of its own, so that no other is touched. */
export const GITHUB_WORKFLOW = `name: closecall

on:
  push:
  pull_request:

permissions:
  contents: read

jobs:
  closecall:
    runs-on: ubuntu-latest
    steps:
      - uses: actions/checkout@v4
      - uses: actions/setup-node@v4
        with:
          node-version: 24
          cache: npm
      - run: npm ci
      - run: npx closecall run --reporter github
      - if: \${{ failure() }}
        uses: actions/upload-artifact@v4
        with:
          name: closecall
          path: reports
`;

/** A job to be added to the file that is there. */
export const GITLAB_JOB = `closecall:
  image: node:24
  script:
    - npm ci
    - npx closecall run --reporter junit=reports/junit.xml
  artifacts:
    when: always
    paths: [reports]
    reports:
      junit: reports/junit.xml
`;
