#!/usr/bin/env bash
# The JSON report of a soak → one issue per unexpected finding, by its fingerprint: one that has an issue, open or closed, gets
# no other. Needs gh (with GH_TOKEN) and jq, which are on GitHub's runners. Usage: open-issues.sh reports/result.json
set -euo pipefail

report=${1:?which report? open-issues.sh reports/result.json}
[[ -s "$report" ]] || { echo "$report: there is no such report; run closecall with --reporter json=$report" >&2; exit 2; }

# Everything in the body that comes from a run is indented by four spaces: no markup of it counts.
jq -c '.findings[] | select(.isExpected | not) | {
  id: .fingerprint,
  title: "closecall \(.fingerprint): \(.oracle) \(.code) in \(.scenario)/\(.variant)",
  body: ([
    "Found by a soak of closecall, and shrunk to \(.steps) element(s).",
    "",
    ([.message, "", (.places[] | .label, (.frames[] | "  " + .))] | map(split("\n")[]) | map("    " + .) | .[:60] | join("\n")),
    "",
    "The repro is in the artefact of the run. Replay it on the same versions:",
    "",
    "    npx closecall replay \(.repro)"
  ] | join("\n"))
}' "$report" | while IFS= read -r finding; do
  id=$(jq -r .id <<<"$finding")
  known=$(gh issue list --state all --search "closecall $id in:title" --json number --jq 'length' </dev/null)
  if [[ "$known" != 0 ]]; then
    echo "known: $id"
    continue
  fi
  title=$(jq -r '.title | gsub("[[:cntrl:]]"; " ") | .[:200]' <<<"$finding")
  run=${GITHUB_SERVER_URL:+$'\n\n'Run: $GITHUB_SERVER_URL/$GITHUB_REPOSITORY/actions/runs/$GITHUB_RUN_ID}
  gh issue create --title "$title" --body "$(jq -r .body <<<"$finding")${run:-}" </dev/null
done
