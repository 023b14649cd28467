#!/bin/bash
# Roles that a rule takes from the record: a document is approved by the role that its owner's role reports to.
. "$(dirname "$0")/lib.sh"
export GIT_COMMITTER_NAME='Anna Keller' GIT_COMMITTER_EMAIL=anna@example.org
fresh
jq '.approvals[] | select(.type == "document")' sms.json >"$WORK/rule.json" # as init writes it
as() { export GIT_AUTHOR_NAME="$1" GIT_AUTHOR_EMAIL="$2@example.org"; }
clara() { as 'Clara Frei' clara; }
dora() { as 'Dora Ort' dora; }
for name in 'Bruno Meier' 'Clara Frei' 'Dora Ort' 'Emil Bach'; do
  sms add-person --title "$name" --emails "$(tr '[:upper:]' '[:lower:]' <<<"${name%% *}")@example.org" >/dev/null
done
role() { sms add-role --id "$1" --title "$2" --description "$2" --duties "$2" ${3:+--reports-to "$3"} >/dev/null; }
role ROL-HEAD 'Head'
role ROL-DESK-LEAD 'Desk lead' ROL-HEAD
role ROL-AGENT 'Agent' ROL-DESK-LEAD
sms add-assignment --role ROL-HEAD --person bruno --start 2026-01-01 >/dev/null
sms add-assignment --role ROL-DESK-LEAD --person clara --start 2026-01-01 >/dev/null
sms add-assignment --role ROL-AGENT --person dora --start 2026-01-01 >/dev/null
sms add-assignment --role ROL-SMS-MANAGER --person emil --start 2026-01-01 >/dev/null
printf '# Shift handover\n\nWho goes tells who comes.\n' >"$WORK/body.md"
document() { sms add-document --title "$1" --kind guide --owner "$2" --body "$WORK/body.md"; }

it 'the rule that init writes for other documents is such a one, and sound'
run jq -e '.roles_from == "owner.reports_to" and .roles == ["ROL-SMS-MANAGER", "ROL-PROCESS-OWNER"]' "$WORK/rule.json"
succeeds
run sms check
stdout_has '0 findings'

it 'an owner who is a role: the role above it approves, and nobody else may'
DOC=$(document 'Handover' ROL-AGENT)
sms submit "$DOC" >/dev/null
run sms move "$DOC" approved
status_is 2
stderr_has 'ROL-DESK-LEAD has to approve it'
for person in bruno 'as Emil emil' dora; do
  $person
  run sms approve "$DOC" --yes
  status_is 2
  is_one_error
  stderr_has 'does not hold ROL-DESK-LEAD'
  run sms inbox
  stdout_lacks "$DOC"
done
clara
run sms inbox
stdout_has "$DOC"
run sms approve "$DOC" --yes
stdout_is "$DOC  approved, moved to approved"
run sms trail "$DOC" --json
json_has '.status == "approved" and ([.versions[].statements[] | select(.decision == "approve") | .role] == ["ROL-DESK-LEAD"])'

it 'an owner who is a person stands for the roles of that day'
anna
ONE=$(document 'Escalation' dora)
TWO=$(document 'Rota' clara)
run sms approve "$ONE" --yes --role ROL-HEAD
status_is 2
stderr_has "no rule asks for an approval by 'ROL-HEAD'"
clara
run sms approve "$ONE" --yes
stdout_is "$ONE  approved, moved to approved"
run sms approve "$TWO" --yes
status_is 2
stderr_has 'does not hold ROL-HEAD'
bruno
run sms approve "$TWO" --yes
stdout_is "$TWO  approved, moved to approved"

it 'where the path leads nowhere the roles of the rule are asked'
anna
TOP_ONE=$(document 'Charter' ROL-HEAD)
LOOSE=$(document 'Loose sheet' anna)
sms list assignment --where 'person = PER-ANNA-KELLER' --json >"$WORK/of-anna"
for id in $(jq -r '.records[].id' "$WORK/of-anna"); do sms move "$id" void --note 'Left' >/dev/null; done
as Emil emil
for id in "$TOP_ONE" "$LOOSE"; do
  run sms approve "$id" --yes
  stdout_is "$id  approved, moved to approved"
done
anna

it 'who the owner reports to afterwards does not touch what was approved'
sms set ROL-AGENT reports_to=ROL-HEAD >/dev/null
for id in "$DOC" "$ONE"; do
  run sms trail "$id" --json
  json_has '.status == "approved"'
done
run sms check
stdout_has '0 findings'
run sms verify
succeeds
stdout_lacks statement-
NEXT=$(document 'Keys' ROL-AGENT)
clara
run sms approve "$NEXT" --yes
status_is 2
stderr_has 'does not hold ROL-HEAD'
bruno
run sms approve "$NEXT" --yes
succeeds
anna

it 'an owner who is another person afterwards makes another content, which the new manager approves'
sms set "$DOC" owner=clara >/dev/null
run sms trail "$DOC" --json
json_has '.status == "stale"'
clara
run sms approve "$DOC" --yes
status_is 2
bruno
run sms approve "$DOC" --yes
succeeds
run sms trail "$DOC" --json
json_has '.status == "approved"'
run sms verify
succeeds
anna

it 'a role that was written above the owner after the statement does not make it good'
LATE=$(document 'Late' ROL-DESK-LEAD)
bruno
git checkout -q -b forged
sms approve "$LATE" --yes >/dev/null
FILE=$(ls approvals/"$LATE"/*approve*.json 2>/dev/null || ls approvals/"$LATE"/*.json | tail -1)
jq '.role = "ROL-AGENT" | .signer = "PER-DORA-ORT"' "$FILE" >"$WORK/forged.json"
git checkout -q main
mkdir -p "approvals/$LATE"
cp "$WORK/forged.json" "approvals/$LATE/$(basename "$FILE" | sed 's/bruno-meier/dora-ort/')"
dora
git add -A && git commit -qm 'as if it were asked'
anna
sms set ROL-DESK-LEAD reports_to=ROL-AGENT 2>/dev/null || { sms set ROL-AGENT reports_to= >/dev/null; sms set ROL-DESK-LEAD reports_to=ROL-AGENT >/dev/null; }
run sms trail "$LATE"
stdout_has 'rule: none asks for an approval by ROL-AGENT'
run sms trail "$LATE" --json
json_has '.status != "approved"'
run sms verify
stdout_has statement-

it 'a path that no record of the type begins is found'
jq '.approvals |= map(if .roles_from then .roles_from = "ownr.reports_to" else . end)' sms.json >"$WORK/bad.json"
cp sms.json "$WORK/good.json"
cp "$WORK/bad.json" sms.json
run sms check sms.json
status_is 1
stdout_has "approvals"
stdout_has "ownr"
cp "$WORK/good.json" sms.json
finish
