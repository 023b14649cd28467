#!/bin/bash
# sms gate: every reason that closes it, and beside each the same change with that reason gone.
. "$(dirname "$0")/lib.sh"

# At a fixed clock, so that windows, lead times and freezes are the same every day.
at() { NOW=$1; }
gate() { run sms --now "$NOW" gate "$@" --json; check_schema; }
# Whatever is printed fits the schema that is shipped.
check_schema() {
  cp "$STDOUT" "$WORK/gate.out.json"
  sms check --schema "$TOP/schemas/output/gate.json" "$WORK/gate.out.json" >"$WORK/schema.out" 2>&1 ||
    fault "sms/gate/1 does not fit: $(cat "$WORK/schema.out")"
}
is_open() {
  status_is 0
  json_has '.schema == "sms/gate/1" and .open and .verdict == "open" and .reasons == []'
}
# Closed for these reasons and for no other.
is_closed_for() {
  status_is 1
  json_has '.open == false and .verdict == "closed"'
  [ "$(jq -r '[.reasons[].reason] | sort | join(" ")' "$STDOUT")" = "$1" ] || fault "reasons are not '$1'"
}
# The command that a reason names is a command.
fix_of() { jq -r --arg reason "$1" 'first(.reasons[] | select(.reason == $reason)) | .fix' "$STDOUT"; }
fix_is() { [ "$(fix_of "$1")" = "$2" ] || fault "fix of $1 is '$(fix_of "$1")'"; }
sms_at() { "$SMS" --now "$NOW" "$@"; }
edit() { sms_at set "$@" >/dev/null || fault "cannot set $*"; }
# Runs the command that a reason names.
follow() { eval "$(fix_of "$1" | sed 's/^sms /sms_at /')" >/dev/null || fault "the command that was named for $1 fails"; }
approve() { bruno; sms_at approve "$@" --yes >/dev/null || fault "cannot approve $*"; anna; }

ASSESSED=(--impact.services_text=none --impact.capacity=none --impact.availability=none --impact.continuity=none
  --impact.security=none --impact.parties=none --impact.policies_plans=none --impact.other_changes=none
  --risk low --benefit 'Fewer faults' --feasibility 'Done before' --cost 'An hour' --backout-plan 'Put the old one back'
  --priority medium --reason 'Old version')
WINDOW=(--window.start=2027-03-10T20:00:00Z --window.end=2027-03-10T22:00:00Z)
# A change that waits in state scheduled, approved or not; its id is in $CHG.
record_change() {
  CHG=$(sms_at record-change --title "$1" --kind technical "${ASSESSED[@]}" --service SVC-MAIL "${@:2}") || fault "no change: $1"
}

export GIT_COMMITTER_NAME='Anna Keller' GIT_COMMITTER_EMAIL=anna@example.org
fresh
at 2027-03-01T08:00:00Z
sms_at add-person --title 'Bruno Meier' --emails bruno@example.org >/dev/null
sms_at add-assignment --role change-manager --person bruno >/dev/null
sms_at add-service --id SVC-MAIL --title 'E-mail' --owner anna --criticality high --description 'Mailboxes' --value 'Reach' >/dev/null
sms_at add-service --id SVC-SHOP --title 'Shop' --owner anna --criticality high --description 'Shops' --value 'Sales' >/dev/null
record_change 'New release of the gateway' "${WINDOW[@]}"
sms_at move "$CHG" requested >/dev/null
approve "$CHG"
sms_at move "$CHG" approved >/dev/null 2>&1
sms_at move "$CHG" scheduled >/dev/null
MAIN=$CHG

it 'is open for an approved change inside its window'
at 2027-03-10T20:30:00Z
remember
gate "$MAIN" --service SVC-MAIL
is_open
json_has '.approval.by == ["PER-BRUNO-MEIER"] and .window.start == "2027-03-10T20:00:00Z"'
run sms --now "$NOW" gate "$MAIN"
succeeds
stdout_has open
stdout_has 'by PER-BRUNO-MEIER'
unchanged

it 'is closed before the window and after it, and says when it opens'
at 2027-03-10T19:59:59Z
gate "$MAIN"
is_closed_for before-window
fix_is before-window "sms gate $MAIN --now 2027-03-10T20:00:00Z"
eval "$(fix_of before-window)" >"$STDOUT" || fault 'the command that was named does not say open'
at 2027-03-10T22:00:00Z
gate "$MAIN"
is_closed_for after-window
run sms --now "$NOW" gate "$MAIN"
status_is 1
stdout_has closed
stdout_has 'its window ended at 2027-03-10T22:00:00Z'
stdout_has "sms set $MAIN window.start=TIME window.end=TIME"

it 'is closed for another service than that of the change'
at 2027-03-10T20:30:00Z
gate "$MAIN" --service SVC-SHOP
is_closed_for service
fix_is service "sms set $MAIN services+=SVC-SHOP"
gate "$MAIN" --service mail
is_open

it 'refuses a service that is not there, and a record that no gate is for'
run sms gate "$MAIN" --service SVC-NONE
status_is 2
is_one_error
run sms gate SVC-MAIL
status_is 2
is_one_error
run sms gate CHG-20270301-000000
status_is 2
run sms gate
status_is 2

it 'is closed during a freeze, and open around it, for others and for what it lets through'
cp sms.json "$WORK/sms.json"
freeze() {
  jq --argjson f "$1" '.freezes = [$f]' "$WORK/sms.json" >sms.json
  sms fmt sms.json >/dev/null 2>&1
  git commit -qam 'freeze'
}
freeze '{"name": "Quarter end", "from": "2027-03-10T21:00:00+01:00", "to": "2027-03-10T22:00:00+01:00"}'
at 2027-03-10T20:30:00Z
gate "$MAIN"
is_closed_for freeze
at 2027-03-10T21:00:00Z
gate "$MAIN"
is_open
at 2027-03-10T20:30:00Z
freeze '{"name": "Shop sale", "from": "2027-03-10T20:00:00Z", "to": "2027-03-11T20:00:00Z", "services": ["SVC-SHOP"]}'
gate "$MAIN"
is_open
freeze '{"name": "Mail", "from": "2027-03-10T20:00:00Z", "to": "2027-03-11T20:00:00Z", "services": ["SVC-MAIL"]}'
gate "$MAIN"
is_closed_for freeze
freeze '{"name": "Mild", "from": "2027-03-10T20:00:00Z", "to": "2027-03-11T20:00:00Z", "allowed": ["normal"]}'
gate "$MAIN"
is_open

it 'knows freezes that come back every week, month and year, in their own time zone'
# Each line is a freeze, and whether 2027-03-10T20:30:00Z, a Wednesday, is in it: one that is has one beside it that is not.
while read -r every from to zone frozen until; do
  freeze "$(jq -nc --arg e "$every" --arg f "${from/_/ }" --arg t "${to/_/ }" --arg z "$zone" \
    '{name: "Again", every: $e, from: $f, to: $t, timezone: $z}')"
  gate "$MAIN"
  LAST="$LAST, $every from $from to $to in $zone"
  if [ "$frozen" = yes ]; then
    is_closed_for freeze
    json_has ".reasons[0].message == \"'Again' is on until $until\""
  else
    is_open
  fi
done <<'E'
week wed_21:00 wed_22:00 Europe/Zurich yes 2027-03-10T21:00:00Z
week wed_20:00 wed_21:00 Europe/Zurich no
week wed_20:00 wed_21:00 Etc/UTC yes 2027-03-10T21:00:00Z
week thu thu Pacific/Auckland yes 2027-03-11T11:00:00Z
week wed wed Pacific/Auckland no
week tue wed Europe/Zurich yes 2027-03-10T23:00:00Z
week fri_16:00 mon_06:00 Europe/Zurich no
week sat wed_23:00 Europe/Zurich yes 2027-03-10T22:00:00Z
week wed_21:30 tue Europe/Zurich yes 2027-03-16T23:00:00Z
week wed_21:31 wed_21:30 Europe/Zurich no
month 10 10 Europe/Zurich yes 2027-03-10T23:00:00Z
month 11 9 Europe/Zurich no
month 11 10 Europe/Zurich yes 2027-03-10T23:00:00Z
month -22 -20 Europe/Zurich yes 2027-03-12T23:00:00Z
month -21 -1 Europe/Zurich no
month -3 -1 Europe/Zurich no
month 9 -1 Europe/Zurich yes 2027-03-31T22:00:00Z
month 10_12:00 5_06:00 Europe/Zurich yes 2027-04-05T04:00:00Z
year 12-15 01-05 Europe/Zurich no
year 12-15 03-10 Europe/Zurich yes 2027-03-10T23:00:00Z
year 12-15 03-10_21:30 Europe/Zurich no
year 03-01 03-28 Europe/Zurich yes 2027-03-28T22:00:00Z
year 03-10 01-05 Europe/Zurich yes 2028-01-05T23:00:00Z
year 03-11 03-09 Europe/Zurich no
E
run sms check sms.json --json
json_has '.findings == []'

it 'knows a freeze outside of a calendar, with its holidays and exceptions'
freeze '{"name": "Office", "outside": "business-hours"}'
gate "$MAIN"
is_closed_for freeze
json_has '.reasons[0].message | contains("business-hours")'
freeze '{"name": "Never", "outside": "24x7"}'
gate "$MAIN"
is_open
run sms check sms.json --json
json_has '.findings == []'
cp "$WORK/sms.json" "$WORK/plain.json"
calendar() { jq "$1" "$WORK/plain.json" >"$WORK/sms.json"; freeze '{"name": "Never", "outside": "24x7"}'; }
calendar '.calendars["24x7"].holidays = [{date: "2027-03-10"}]'
gate "$MAIN"
is_closed_for freeze
calendar '.calendars["24x7"].holidays = [{date: "2027-03-10", from: "08:00", to: "20:30"}]'
gate "$MAIN"
is_open
calendar '.calendars["24x7"].holidays = [{date: "2027-03-10"}] | .calendars["24x7"].timezone = "Pacific/Auckland"'
gate "$MAIN"
is_open
calendar '.calendars["24x7"].holidays = [{date: "2027-03-10"}] |
  .calendars["24x7"].exceptions = [{date: "2027-03-10", open: true, from: "20:00", to: "21:00"}]'
gate "$MAIN"
is_open
calendar '.calendars["24x7"].exceptions = [{date: "2027-03-10", open: false, from: "20:00", to: "21:00"}]'
gate "$MAIN"
is_closed_for freeze
cp "$WORK/plain.json" "$WORK/sms.json"

it 'judges no freeze by a calendar or zone that is not there, and the settings are found wrong'
freeze '{"name": "Nowhere", "every": "week", "from": "mon", "to": "sun", "timezone": "Europe/Nowhere"}'
run sms --now "$NOW" gate "$MAIN"
status_is 2
is_one_error
stderr_has "freeze 'Nowhere': there is no time zone 'Europe/Nowhere'"
run sms check sms.json
status_is 1
stdout_has "is 'Europe/Nowhere', which is no time zone"
freeze '{"name": "No such", "outside": "moon"}'
run sms --now "$NOW" gate "$MAIN"
status_is 2
stderr_has "there is no calendar 'moon'"
run sms check sms.json
status_is 1
stdout_has moon
for wrong in '"every": "year", "from": "13-01", "to": "01-05", "timezone": "Etc/UTC"' \
  '"every": "month", "from": "-3", "to": "-1"' '"every": "week", "from": "mon", "to": "someday", "timezone": "Etc/UTC"' \
  '"from": "2027-03-10", "to": "2027-03-11T20:00:00Z"' '"outside": "24x7", "from": "2027-03-10T20:00:00Z"' '"every": "week"'; do
  freeze "{\"name\": \"Wrong\", $wrong}"
  run sms check sms.json
  LAST="$LAST with $wrong"
  status_is 1
done
cp "$WORK/sms.json" sms.json
git commit -qam 'no freeze'

it 'is closed once the content has changed since its approval, and open when that is approved'
edit "$MAIN" 'plan=Both gateways at once'
gate "$MAIN"
is_closed_for stale
fix_is stale "sms approve $MAIN"
approve "$MAIN"
gate "$MAIN"
is_open

it 'is closed when the approval is withdrawn, or the change rejected'
bruno
sms_at withdraw "$MAIN" --comment 'not sure' >/dev/null
gate "$MAIN"
status_is 1
json_has '[.reasons[].reason] | inside(["not-approved", "stale"])'
sms_at reject "$MAIN" --comment 'no' >/dev/null
gate "$MAIN"
is_closed_for rejected
anna
at 2027-03-10T20:31:00Z
sms_at submit "$MAIN" >/dev/null
approve "$MAIN"
gate "$MAIN"
is_open

it 'counts an approval from when it was given'
gate "$MAIN"
is_open
at 2027-03-10T20:30:30Z
gate "$MAIN"
is_closed_for rejected

it 'is closed for a condition that nobody has confirmed, and names the words to confirm it with'
at 2027-03-10T20:31:00Z
edit "$MAIN" "conditions+=Anna's backup is there"
approve "$MAIN"
gate "$MAIN"
is_closed_for condition
follow condition
gate "$MAIN"
is_open

it 'is closed in any state but those in which it is carried out'
sms_at move "$MAIN" approved >/dev/null
gate "$MAIN"
is_closed_for state
fix_is state "sms move $MAIN scheduled"
follow state
gate "$MAIN"
is_open
sms_at move "$MAIN" in-implementation implementation='{"start": "2027-03-10T20:31:00Z"}' >/dev/null
gate "$MAIN"
is_open

it 'is closed for good for what is cancelled or void'
sms_at move "$MAIN" cancelled >/dev/null
gate "$MAIN"
is_closed_for over
run sms --now "$NOW" gate "$MAIN"
stdout_has 'it is cancelled'
sms_at move "$MAIN" void --note 'wrong' >/dev/null
gate "$MAIN"
is_closed_for over

it 'is closed before anybody has approved it'
at 2027-03-01T08:00:00Z
record_change 'Second' "${WINDOW[@]}"
at 2027-03-10T20:30:00Z
gate "$CHG"
is_closed_for 'not-approved state'
fix_is not-approved "sms submit $CHG"
fix_is state "sms move $CHG requested"
sms_at move "$CHG" requested >/dev/null
sms_at submit "$CHG" >/dev/null
gate "$CHG"
fix_is not-approved "sms approve $CHG"
fix_is state null

it 'is closed without a window'
sms_at record-change --title 'Third' --kind technical "${ASSESSED[@]}" >/dev/null
CHG=$(sms list change --columns id --where 'title = Third' --json | jq -r '.records[0].id')
gate "$CHG"
json_has '[.reasons[].reason] | contains(["no-window"])'

it 'keeps the lead time of the category'
at 2027-03-10T08:00:00Z
record_change 'In haste' "${WINDOW[@]}" --requested-at 2027-03-10T08:00:00Z
sms_at move "$CHG" requested >/dev/null
approve "$CHG"
sms_at move "$CHG" approved >/dev/null 2>&1
sms_at move "$CHG" scheduled >/dev/null
at 2027-03-10T20:30:00Z
gate "$CHG"
is_closed_for lead-time
json_has '.reasons[0].message | contains("from 2027-03-13T08:00:00Z on")'
edit "$CHG" window.start=2027-03-13T08:00:00Z window.end=2027-03-13T10:00:00Z
approve "$CHG"
at 2027-03-13T08:00:00Z
gate "$CHG"
is_open

it 'lets an emergency be approved afterwards, in time, but not when it was rejected'
at 2027-03-20T01:00:00Z
record_change 'Mail is down' --category emergency --window.start=2027-03-20T01:00:00Z --window.end=2027-03-22T01:00:00Z
sms_at move "$CHG" requested >/dev/null
sms_at move "$CHG" in-implementation implementation='{"start": "2027-03-20T01:00:00Z"}' >/dev/null
gate "$CHG"
is_open
json_has '.approval.due == "2027-03-21T01:00:00Z" and .approval.by == []'
run sms --now "$NOW" gate "$CHG"
stdout_has 'still to come, by 2027-03-21T01:00:00Z'
at 2027-03-21T01:00:00Z
gate "$CHG"
is_closed_for approval-overdue
approve "$CHG"
gate "$CHG"
is_open
at 2027-03-21T01:00:10Z
bruno
sms_at reject "$CHG" --comment 'wrong cause' >/dev/null
anna
gate "$CHG"
is_closed_for rejected

it 'goes through a freeze with an emergency, where the freeze does not say otherwise'
at 2027-03-20T01:00:00Z
record_change 'Shop is down' --category emergency --window.start=2027-03-20T01:00:00Z --window.end=2027-03-22T01:00:00Z
sms_at move "$CHG" requested >/dev/null
sms_at move "$CHG" in-implementation implementation='{"start": "2027-03-20T01:00:00Z"}' >/dev/null
freeze '{"name": "Hard", "from": "2027-03-20T00:00:00Z", "to": "2027-03-21T00:00:00Z", "allowed": []}'
gate "$CHG"
is_closed_for freeze
freeze '{"name": "Usual", "from": "2027-03-20T00:00:00Z", "to": "2027-03-21T00:00:00Z"}'
gate "$CHG"
is_open

it 'lets a standard change go by its model alone'
at 2027-04-01T08:00:00Z
CHM=$(sms_at add-change-model --id CHM-UPDATE --title 'Update of a gateway' --conditions 'One at a time' --steps 'Install' \
  --risk low --risk-text 'The other carries on' --backout-plan 'Old kernel' --approver-role change-manager \
  --services SVC-MAIL --valid-to 2027-05-31)
approve "$CHM"
sms_at move "$CHM" approved >/dev/null 2>&1
record_change 'April update' --category standard --change-model "$CHM" --window.start=2027-04-01T08:00:00Z --window.end=2027-07-01T08:00:00Z
sms_at move "$CHG" requested >/dev/null
sms_at move "$CHG" approved >/dev/null
sms_at move "$CHG" scheduled >/dev/null
STANDARD=$CHG
gate "$STANDARD"
is_closed_for condition
follow condition
gate "$STANDARD"
is_open
json_has '.model == "CHM-UPDATE" and .approval.status == "none"'

it 'keeps to the last day of the model'
at 2027-05-31T23:59:59Z
gate "$STANDARD"
is_open
at 2027-06-01T00:00:00Z
gate "$STANDARD"
is_closed_for model-expired

it 'keeps to the services of the model'
at 2027-04-02T08:00:00Z
edit "$STANDARD" services+=SVC-SHOP
gate "$STANDARD"
is_closed_for model-service
edit "$STANDARD" services='["SVC-MAIL"]'
gate "$STANDARD"
is_open

it 'does not take a model that was changed, is no longer approved, or withdrawn'
edit "$CHM" 'backout_plan=None'
gate "$STANDARD"
is_closed_for model-unapproved
fix_is model-unapproved "sms approve $CHM"
approve "$CHM"
gate "$STANDARD"
is_open
at 2027-04-03T08:00:00Z
sms_at move "$CHM" withdrawn >/dev/null
gate "$STANDARD"
is_closed_for model-state

it 'does not take a model whose approval has ended'
at 2027-04-04T08:00:00Z
sms_at move "$CHM" draft >/dev/null
edit "$CHM" valid_to=2029-12-31
approve "$CHM"
sms_at move "$CHM" approved >/dev/null 2>&1
edit "$STANDARD" window.end=2029-07-01T08:00:00Z
gate "$STANDARD"
is_open
at 2028-04-04T08:00:00Z
gate "$STANDARD"
is_closed_for model-unapproved
json_has '.reasons[0].message | contains("held until 2028-04-04T08:00:00Z")'
at 2027-04-05T08:00:00Z

it 'does not take a standard change that names no model'
record_change 'No model' --category standard --window.start=2027-04-01T08:00:00Z --window.end=2027-07-01T08:00:00Z
sms_at move "$CHG" requested >/dev/null
gate "$CHG"
is_closed_for 'no-model state'

it 'is closed where no rule asks for an approval at all'
cp sms.json "$WORK/rules.json"
at 2027-03-13T08:00:00Z
IN_HASTE=$(sms list change --columns id --where 'title = "In haste"' --json | jq -r '.records[0].id')
gate "$IN_HASTE"
is_open
jq '.approvals |= map(select(.type != "change"))' "$WORK/rules.json" >sms.json
git commit -qam 'no rules'
gate "$IN_HASTE"
is_closed_for no-rule
cp "$WORK/rules.json" sms.json
git commit -qam 'rules'

it 'says expired where approvals hold for a time'
jq '.approvals |= map(if .type == "change" then .holds = "P30D" else . end)' "$WORK/rules.json" >sms.json
git commit -qam 'rules that end'
gate "$IN_HASTE"
is_open
at 2027-05-13T08:00:00Z
gate "$IN_HASTE"
is_closed_for 'after-window expired'
cp "$WORK/rules.json" sms.json
git commit -qam 'rules'

it 'reads what is committed, and with --at what was'
at 2027-03-13T08:00:00Z
before=$(git rev-parse HEAD)
sms_at set "$IN_HASTE" 'plan=Other' >/dev/null
gate "$IN_HASTE"
is_closed_for stale
run sms --now "$NOW" --at "$before" gate "$IN_HASTE" --json
is_open
git revert -n HEAD
git commit -qm 'as before'
gate "$IN_HASTE"
is_open
jq '.plan = "By hand"' "$(git ls-files "records/change/**/$IN_HASTE.json")" >"$WORK/hand.json"
cp "$WORK/hand.json" "$(git ls-files "records/change/**/$IN_HASTE.json")"
gate "$IN_HASTE"
is_open
git checkout -q .

it 'does not judge in a shallow clone, where it would open'
git clone -q --depth 1 "file://$PWD" "$WORK/shallow"
(cd "$WORK/shallow" && exec "$SMS" --now "$NOW" gate "$IN_HASTE" --json) >"$STDOUT" 2>"$STDERR"
STATUS=$?
check_schema
status_is 3
json_has '.open == false and .verdict == "unjudged" and [.reasons[].reason] == ["evidence"] and .reasons[0].fix == "git fetch --unshallow"'
git -C "$WORK/shallow" fetch -q --unshallow
(cd "$WORK/shallow" && exec "$SMS" --now "$NOW" gate "$IN_HASTE" --json) >"$STDOUT" 2>"$STDERR"
STATUS=$?
is_open

it 'serves bare repositories'
git clone -q --bare . "$WORK/bare.git"
run sms -C "$WORK/bare.git" --now "$NOW" gate "$IN_HASTE" --json
is_open

it 'gates a type of the organization that says how, and no other'
mkdir -p types
cat >types/rollout.json <<'J'
{
  "$schema": "https://json-schema.org/draft/2020-12/schema",
  "title": "Roll-out",
  "description": "A roll-out of devices.",
  "x-sms": {
    "plural": "rollouts", "prefix": "RLO", "kind": "event", "command": "record", "clauses": ["8.5.3"],
    "columns": ["id", "state", "title"],
    "lifecycle": { "initial": "open", "final": ["done"], "moves": { "open": ["ready"], "ready": ["done"], "done": [] } },
    "links": { "for": ["service"] },
    "workflow": ["checked"],
    "gate": { "states": ["ready"], "services": "for", "window": { "start": "first", "end": "last" }, "conditions": "needs", "met": "checked" }
  },
  "type": "object",
  "allOf": [{ "$ref": "common.json#/$defs/envelope" }],
  "properties": {
    "state": { "enum": ["open", "ready", "done", "void"] },
    "first": { "description": "Start.", "type": "string", "format": "date-time" },
    "last": { "description": "End.", "type": "string", "format": "date-time" },
    "for": { "description": "Services.", "type": "array", "items": { "type": "string", "format": "sms-id" } },
    "needs": { "description": "Needs.", "type": "array", "items": { "type": "string" } },
    "checked": { "description": "Checked.", "type": "array", "items": { "type": "string" } }
  },
  "required": ["title"],
  "unevaluatedProperties": false
}
J
jq '.approvals += [{"type": "rollout", "roles": ["ROL-CHANGE-MANAGER"]}]' "$WORK/rules.json" >sms.json
git add -A && git commit -qm 'a type of our own'
run sms check types/rollout.json
stdout_has '0 findings'
RLO=$(sms_at record-rollout --title 'New phones' --first 2027-06-01T00:00:00Z --last 2027-06-02T00:00:00Z --for SVC-MAIL --needs 'Boxes')
at 2027-06-01T12:00:00Z
gate "$RLO" --service SVC-MAIL
is_closed_for 'condition not-approved state'
approve "$RLO"
sms_at move "$RLO" ready >/dev/null
follow condition
gate "$RLO" --service SVC-MAIL
is_open

it 'finds a gate that names what the type does not have'
jq '."x-sms".gate.states = ["steady"] | ."x-sms".gate.services = "fore"' types/rollout.json >"$WORK/rollout.json"
cp "$WORK/rollout.json" types/rollout.json
run sms check types/rollout.json
status_is 1
stdout_has steady
stdout_has fore
git checkout -q .
finish
