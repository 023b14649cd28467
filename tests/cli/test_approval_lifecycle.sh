#!/bin/bash
# Approvals move records, and moves need approvals, as the types say.
. "$(dirname "$0")/lib.sh"
export GIT_COMMITTER_NAME='Anna Keller' GIT_COMMITTER_EMAIL=anna@example.org
fresh
sms add-person --title 'Bruno Meier' --emails bruno@example.org >/dev/null
sms add-person --title 'Clara Frei' --emails clara@example.org >/dev/null
sms add-assignment --role top-management --person bruno >/dev/null
sms add-assignment --role change-manager --person bruno >/dev/null
sms add-assignment --role service-owner --person clara >/dev/null
clara() { export GIT_AUTHOR_NAME='Clara Frei' GIT_AUTHOR_EMAIL=clara@example.org; }
printf '# Change policy\n\nAll changes are recorded.\n' >"$WORK/policy.md"
state_of() { sms show "$1" --json | jq -r .state; }
state_is() { [ "$(state_of "$1")" = "$2" ] || fault "$1 is in state $(state_of "$1"), not $2"; }

it 'a policy that is submitted goes into review, one that is rejected back'
run sms add-policy --topic change --owner anna --body "$WORK/policy.md"
sms submit POL-CHANGE-POLICY >"$STDOUT"
stdout_is 'POL-CHANGE-POLICY  pending 0 of 1, moved to in-review'
bruno
run sms reject POL-CHANGE-POLICY --comment 'emergencies are missing'
succeeds
stdout_is 'POL-CHANGE-POLICY  rejected, moved to draft'
run jq -r '.log[-1] | [.kind, .from, .to, .by, .text] | join("|")' documents/POL-CHANGE-POLICY.json
stdout_is 'state|in-review|draft|PER-BRUNO-MEIER|emergencies are missing'
is_clean

it 'a policy is not approved or published by a move alone, and the way out is named'
anna
remember
for state in approved published; do
  run sms move POL-CHANGE-POLICY $state
  status_is 2
  is_one_error
  stderr_has "'POL-CHANGE-POLICY' has to be approved to become $state: POL-CHANGE-POLICY was rejected"
done
unchanged
sms submit POL-CHANGE-POLICY >/dev/null
run sms move POL-CHANGE-POLICY published
status_is 2
stderr_has 'ROL-TOP-MANAGEMENT has to approve it'
stderr_has 'hint: sms approve POL-CHANGE-POLICY'

it 'the approval moves it in the same commit, and stays good'
bruno
count=$(commits)
run sms approve POL-CHANGE-POLICY --yes --comment 'good'
succeeds
stdout_is 'POL-CHANGE-POLICY  approved, moved to approved'
[ "$(commits)" -eq $((count + 1)) ] || fault 'not one commit'
run git show --name-only --format= HEAD
stdout_has documents/POL-CHANGE-POLICY.json
stdout_has approvals/POL-CHANGE-POLICY/
is_clean
state_is POL-CHANGE-POLICY approved
run sms check
stdout_has '0 findings'
anna
run sms move POL-CHANGE-POLICY published next_review=2030-01-01
succeeds

it 'a dry run of an approval moves nothing'
sms add-policy --topic security --owner anna --title 'Security policy' --body "$WORK/policy.md" >/dev/null
bruno
remember
run sms approve POL-SECURITY-POLICY --yes --dry-run
succeeds
unchanged

it 'a change is not scheduled by a move before it is approved'
anna
ASSESSED=(--impact.services_text none --risk low --benefit 'Fewer faults' --feasibility 'Done before' --cost 'An hour'
  --backout-plan 'Put the old one back' --priority medium --reason 'Old version')
WINDOW=(--window.start 2030-03-10T20:00:00Z --window.end 2030-03-10T22:00:00Z)
CHG=$(sms record-change --title 'New release' --kind technical "${ASSESSED[@]}" "${WINDOW[@]}")
run sms submit "$CHG"
stdout_has 'pending 0 of 1, moved to requested'
for state in approved in-implementation; do
  run sms move "$CHG" $state
  status_is 2
  stderr_has "has to be approved to become $state: $CHG is pending 0 of 1; ROL-CHANGE-MANAGER has to approve it"
  stderr_has "hint: sms approve $CHG"
done
bruno
run sms approve "$CHG" --yes
stdout_is "$CHG  approved, moved to approved"
run jq -e '.approved_at' "$(git ls-files "records/change/**/$CHG.json")"
succeeds
anna
run sms move "$CHG" scheduled
succeeds

it 'what a move itself would change is not approved'
sms move "$CHG" approved >/dev/null
run sms move "$CHG" scheduled window.start=2030-03-10T19:00:00Z
status_is 2
stderr_has 'has changed since it was approved'
run sms move "$CHG" scheduled --note 'as planned'
succeeds

it 'an approval for which the record is not ready is refused whole'
CHG=$(sms record-change --title 'Unassessed' --kind technical --reason 'Old')
sms submit "$CHG" >/dev/null
bruno
remember
run sms approve "$CHG" --yes
status_is 2
is_one_error
stderr_has "would move it to approved"
stderr_has "hint: sms set $CHG FIELD=VALUE"
unchanged
anna

it 'of several approvals the last one moves it'
CHG=$(sms record-change --title 'Big one' --kind technical "${ASSESSED[@]}" --major)
sms submit "$CHG" >/dev/null
clara
run sms approve "$CHG" --yes
stdout_is "$CHG  pending 1 of 2"
state_is "$CHG" requested
bruno
run sms approve "$CHG" --role change-manager --yes
status_is 2
run sms approve "$CHG" --role ROL-CHANGE-MANAGER --yes
stdout_is "$CHG  approved, moved to approved"
anna

it 'a standard change needs none, and an emergency may begin without'
CHM=$(sms add-change-model --id CHM-UPDATE --title 'Update' --conditions 'One at a time' --steps 'Install' --risk low \
  --risk-text 'The other carries on' --backout-plan 'Old kernel' --approver-role change-manager)
run sms move "$CHM" approved
status_is 2
bruno
run sms approve "$CHM" --yes
stdout_is 'CHM-UPDATE  approved, moved to approved'
anna
CHG=$(sms record-change --title 'April update' --kind technical --category standard --change-model "$CHM" --priority low --reason 'Monthly')
sms move "$CHG" requested >/dev/null
run sms move "$CHG" approved
succeeds
CHG=$(sms record-change --title 'Mail is down' --kind technical --category emergency "${ASSESSED[@]}")
sms move "$CHG" requested >/dev/null
run sms move "$CHG" scheduled
status_is 2
run sms move "$CHG" in-implementation implementation='{"start": "2026-03-20T01:00:00Z"}'
succeeds

it 'an emergency that is approved afterwards gets the time of its approval'
FILE=$(git ls-files "records/change/**/$CHG.json")
DIGEST=$(sms digest "$CHG")
bruno
run sms approve "$CHG" --yes --comment 'It had to be'
stdout_is "$CHG  approved"
run jq -e '.approved_at == .log[-1].at and .log[-1].kind == "set" and .log[-1].field == "approved_at" and
  .state == "in-implementation" and .log[-1].by == "PER-BRUNO-MEIER"' "$FILE"
succeeds
[ "$(sms digest "$CHG")" = "$DIGEST" ] || fault 'the content is another'
run git show --name-only --format= HEAD
stdout_has "$FILE"
is_clean
AT=$(jq -r .approved_at "$FILE")
run sms approve "$CHG" --yes
[ "$(jq -r .approved_at "$FILE")" = "$AT" ] || fault 'the time was changed'
anna
CHG=$(sms record-change --title 'Shop is down' --kind technical --category emergency "${ASSESSED[@]}")
sms move "$CHG" requested >/dev/null
sms move "$CHG" in-implementation implementation='{"start": "2026-03-20T01:00:00Z"}' >/dev/null
bruno
run sms reject "$CHG" --comment 'Wrong cause'
run jq -e '.approved_at' "$(git ls-files "records/change/**/$CHG.json")"
status_is 1
anna

it 'both sides agree to a service level agreement, whichever comes first'
sms add-person --title 'Dora Hotel' --emails dora@example.org --employer customer >/dev/null
sms add-assignment --role customer-representative --person dora >/dev/null
sms add-customer --title Hotel --id CUS-HOTEL --owner anna --relationship-manager clara >/dev/null
sms add-service --id SVC-MAIL --title 'E-mail' --owner anna --criticality high --description 'Mailboxes' --value 'Reach' >/dev/null
jq '."x-sms".example | {title, exceptions, valid_from, calendar, customer: "CUS-HOTEL", services: ["SVC-MAIL"],
  targets: [.targets[] | del(.requirement, .metric, .service)], workload_limits: [.workload_limits[] | del(.metric)]}' \
  "$TOP/schemas/types/sla.json" >"$WORK/sla.json"
sms add sla --id SLA-HOTEL --from "$WORK/sla.json" >/dev/null
export GIT_AUTHOR_NAME='Dora Hotel' GIT_AUTHOR_EMAIL=dora@example.org
run sms approve SLA-HOTEL --yes
stdout_is 'SLA-HOTEL  pending 1 of 2'
anna
run sms move SLA-HOTEL agreed
status_is 2
stderr_has 'ROL-SERVICE-LEVEL-MANAGER or ROL-SERVICE-OWNER or ROL-TOP-MANAGEMENT has to approve it'
bruno
run sms approve SLA-HOTEL --yes
stdout_is 'SLA-HOTEL  approved, moved to agreed'
anna

it 'a record does not begin in a state that it comes to only by an approval'
anna
NEW=(--title 'From the start' --kind technical --priority medium --reason 'Old' "${ASSESSED[@]}" "${WINDOW[@]}")
run sms check
stdout_has '0 findings'
remember
for state in approved scheduled in-implementation implemented; do
  run sms record-change "${NEW[@]}" --state $state --implementation.start 2026-03-20T01:00:00Z
  status_is 2
  is_one_error
  stderr_has "a new change cannot begin as $state: ROL-CHANGE-MANAGER has to approve it before"
  stderr_has 'hint: begin as draft: sms record-change …'
  stderr_has 'hint: sms submit @'
done
unchanged
run sms record-change "${NEW[@]}" --state requested
succeeds
run sms record-change "${NEW[@]}" --category emergency --state in-implementation --implementation.start 2026-03-20T01:00:00Z
succeeds
run sms record-change "${NEW[@]}" --category standard --change-model CHM-UPDATE --state scheduled
succeeds
run sms check
stdout_has '0 findings'

it 'one that was written so by hand is found until it is approved'
CHG=$(sms record-change "${NEW[@]}" --state requested)
FILE=$(git ls-files "records/change/**/$CHG.json")
git reset -q --soft HEAD~1
jq '.state = "scheduled"' "$FILE" >"$WORK/chg.json"
cp "$WORK/chg.json" "$FILE"
run sms commit "$CHG"
succeeds
run sms check
status_is 1
stdout_has "unapproved"
stdout_has "is scheduled, which takes an approval, and never had one"
stdout_has "sms submit $CHG"
run sms check --json
json_has '.findings | map({rule, grade, record}) == [{rule: "unapproved", grade: "major", record: "'"$CHG"'"}]'
sms submit "$CHG" >/dev/null
run sms check
status_is 1
stdout_has "sms approve $CHG"
bruno
run sms approve "$CHG" --yes
stdout_is "$CHG  approved"
run sms check
stdout_has '0 findings'
run sms withdraw "$CHG" --comment 'mistaken'
run sms check
status_is 1
stdout_has 'unapproved'
sms approve "$CHG" --yes >/dev/null
anna

it 'imported history stays as it is: what is closed is not asked about, what goes on is'
OLD=$(sms show "$CHG" --json | jq -c 'del(.id, .type, .log, .created, .state, .approved_at)')
history() { jq -c --arg id "$1" --arg state "$2" '.state = $state | .external = {system: "old", id: $id} |
  .implementation = {start: "2026-03-20T01:00:00Z", end: "2026-03-20T02:00:00Z"} | .outcome = "successful" |
  .review = {at: "2026-03-21T09:00:00Z", by: "PER-CLARA-FREI", effective: true} |
  .log = [{at: "2026-03-19T09:00:00Z", by: "Old", kind: "created"}]' <<<"$OLD"; }
{ history C1 closed; history C2 cancelled; } >"$WORK/closed.ndjson"
run sms import change "$WORK/closed.ndjson"
succeeds
run sms check
stdout_lacks unapproved
history C3 implemented >"$WORK/open.ndjson"
run sms import change "$WORK/open.ndjson"
succeeds
run sms check --json
json_has '[.findings[] | select(.rule == "unapproved")] | length == 1'
OPEN=$(sms check --json | jq -r '.findings[] | select(.rule == "unapproved").record')
bruno
run sms approve "$OPEN" --yes # later than it began: the statement alone says so
stdout_is "$OPEN  approved"
run jq -e '.approved_at' "$(git ls-files "records/change/**/$OPEN.json")"
status_is 1
anna
run sms check
stdout_lacks unapproved

it 'a type of the organization says its own steps'
mkdir -p types
cat >types/treaty.json <<'J'
{
  "$schema": "https://json-schema.org/draft/2020-12/schema",
  "title": "Treaty",
  "description": "Made up.",
  "x-sms": {
    "plural": "treaties", "prefix": "TRT", "kind": "register", "command": "add", "clauses": ["8.2.3"],
    "columns": ["id", "state", "title"],
    "lifecycle": {
      "initial": "idea", "final": ["torn"],
      "moves": { "idea": ["tabled"], "tabled": ["idea", "sealed"], "sealed": ["in-force", "torn"], "in-force": ["torn"], "torn": [] },
      "stamps": { "sealed": "sealed_at" },
      "submitted": { "from": "idea", "to": "tabled" },
      "approved": { "from": ["tabled"], "to": "sealed" },
      "rejected": { "from": "tabled", "to": "idea" },
      "needs_approval": { "in-force": { "properties": { "weight": { "const": "heavy" } }, "required": ["weight"] } }
    },
    "workflow": ["sealed_at"]
  },
  "type": "object",
  "allOf": [{ "$ref": "common.json#/$defs/envelope" }],
  "properties": {
    "state": { "enum": ["idea", "tabled", "sealed", "in-force", "torn", "void"] },
    "weight": { "description": "Weight.", "type": "string", "enum": ["light", "heavy"] },
    "sealed_at": { "description": "When.", "type": "string", "format": "date-time" }
  },
  "required": ["title"],
  "unevaluatedProperties": false
}
J
jq '.approvals += [
  {"name": "clerk", "type": "treaty", "roles": ["ROL-SERVICE-OWNER"], "order": 1},
  {"name": "king", "type": "treaty", "roles": ["ROL-TOP-MANAGEMENT"], "order": 2}]' sms.json >"$WORK/sms.json"
cp "$WORK/sms.json" sms.json
run sms check types/treaty.json sms.json
stdout_has '0 findings'
git add -A && git commit -qm 'treaties'
sms add-treaty --title Peace --weight heavy >/dev/null
run sms submit TRT-PEACE
stdout_is 'TRT-PEACE  pending 0 of 2, moved to tabled'
bruno
remember
run sms approve TRT-PEACE --yes
status_is 2
stderr_has "'clerk' comes first"
stderr_has 'sms approve TRT-PEACE --role ROL-SERVICE-OWNER'
unchanged
run sms inbox
stdout_lacks TRT-PEACE
clara
run sms inbox
stdout_has TRT-PEACE
run sms approve TRT-PEACE --yes
stdout_is 'TRT-PEACE  pending 1 of 2'
bruno
run sms inbox
stdout_has 'sms approve TRT-PEACE'
run sms approve TRT-PEACE --yes
stdout_is 'TRT-PEACE  approved, moved to sealed'
run jq -e '.sealed_at' records/treaty/TRT-PEACE.json
succeeds
anna
run sms move TRT-PEACE in-force
succeeds

it 'a statement out of order does not count, and the trail says so'
sms add-treaty --title Trade --weight heavy >/dev/null
jq 'del(.approvals[] | select(.name == "clerk"))' sms.json >"$WORK/sms.json"
cp sms.json "$WORK/both.json"
cp "$WORK/sms.json" sms.json
git commit -qam 'for a while'
bruno
sms approve TRT-TRADE --yes >/dev/null
cp "$WORK/both.json" sms.json
git commit -qam 'both again'
run sms trail TRT-TRADE
stdout_has "order: 'clerk' comes first"
stdout_has 'does not count'

it 'a state is needed to be approved only by the records that the type names'
anna
sms add-treaty --title Tea --weight light >/dev/null
sms move TRT-TEA tabled >/dev/null
run sms move TRT-TEA sealed
succeeds
run sms move TRT-TEA in-force
succeeds
sms move TRT-TRADE tabled >/dev/null
sms move TRT-TRADE sealed >/dev/null
run sms move TRT-TRADE in-force
status_is 2
stderr_has 'ROL-SERVICE-OWNER has to approve it'

it 'a step that is no move is found in the type'
jq '."x-sms".lifecycle.approved = {"from": ["idea", "tabled"], "to": "in-force"}' types/treaty.json >"$WORK/treaty.json"
cp "$WORK/treaty.json" types/treaty.json
run sms check types/treaty.json
status_is 1
stdout_has 'approved: no move leads from idea to in-force'
git checkout -q .
finish
