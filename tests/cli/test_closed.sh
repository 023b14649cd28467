#!/bin/bash
# What is closed stays as it is: what a command refuses is what `sms verify` would name, and the other way round.
. "$(dirname "$0")/lib.sh"
export GIT_COMMITTER_NAME='Anna Keller' GIT_COMMITTER_EMAIL=anna@example.org
fresh
echo x >"$WORK/file.txt"
sms add-service --title Mail --criticality high --owner anna --description Mailboxes --value Reach >/dev/null
incident() { sms record-incident --title "$1" --impact high --urgency high --service mail --category email \
  --description "It is $1" --caller Somebody --contact_type phone; }
file_of() { git ls-files "records/**/$1.json"; }
INC=$(incident one)
sms move "$INC" resolved resolution_code=fixed resolution='Restarted it' >/dev/null
sms move "$INC" closed >/dev/null
# No command that succeeded left what verify would name.
is_proven() {
  run sms verify
  succeeds
  stdout_lacks closed-edited
  stdout_lacks void-edited
}

it 'the content of a closed record stays as it is, and the ways out are named'
remember
run sms set "$INC" title='Another one'
status_is 2
is_one_error
stderr_has "'$INC' is closed, and 'title' stays as it is"
stderr_has "hint: sms note $INC TEXT"
run sms set "$INC" resolution=
status_is 2
stderr_has "'resolution' stays as it is"
run sms set "$INC" workaround='Wait'
status_is 2
stderr_has "'workaround' stays as it is"
run sms set "$INC" closed_at=2026-01-01
status_is 2
stderr_has "'closed_at' stays as it is"
run sms set "$INC" title='Another one' --dry-run
status_is 2
run env EDITOR="sed -i s/Restarted/Repaired/" "$SMS" edit "$INC"
status_is 2
stderr_has "'resolution' stays as it is"
unchanged

it 'notes, links and attachments may still come, and verify agrees'
OTHER=$(incident two)
for command in "note $INC seen" "link $INC relates-to $OTHER" "attach $INC $WORK/file.txt" "unlink $INC relates-to $OTHER"; do
  run sms $command
  succeeds
done
is_proven

it 'what settings say later does not creep into it'
jq '."x-sms".example + {state: "identified"} | {title, state, category, cause, event, consequence, likelihood, impact,
  owner: "PER-ANNA-KELLER"}' "$TOP/schemas/types/risk.json" >"$WORK/risk.json"
RSK=$(sms add-risk --from "$WORK/risk.json" --id RSK-ONE)
run jq -e '.level' "records/risk/RSK-ONE.json"
succeeds
sms move RSK-ONE closed --note 'gone' >/dev/null
jq '.id = "RSK-OLD" | del(.level)' records/risk/RSK-ONE.json >records/risk/RSK-OLD.json
git add -A && git commit -qm 'from before there were levels'
run sms note RSK-OLD 'seen again'
succeeds
run jq -e '.level' records/risk/RSK-OLD.json
status_is 1

it 'an edit by hand is refused the same way'
FILE=$(file_of "$INC")
jq '.description = "It was nothing"' "$FILE" >"$WORK/one.json"
cp "$WORK/one.json" "$FILE"
run sms commit "$INC"
status_is 2
stderr_has "'description' stays as it is"
git commit -qam 'around it'
run sms verify
status_is 1
stdout_has closed-edited
git reset -q --hard HEAD~1

it 'reopened, it can be worked on'
ACT=$(sms record-action --title Tidy --owner anna --due 2030-01-01)
sms move "$ACT" cancelled cancel_reason='not now' >/dev/null
run sms set "$ACT" title='Tidy up'
status_is 2
stderr_has "hint: sms move $ACT open FIELD=VALUE"
run sms move "$ACT" open title='Tidy up' cancel_reason=
succeeds
run sms set "$ACT" title='Tidy up all'
succeeds

it 'a void record takes notes and links only'
VOID=$(incident four)
sms move "$VOID" void --note 'entered twice' >/dev/null
run sms note "$VOID" 'by mistake'
succeeds
run sms link "$VOID" duplicate-of "$OTHER"
succeeds
remember
run sms set "$VOID" title='Another'
status_is 2
stderr_has "'$VOID' is void, and 'title' stays as it is"
run sms attach "$VOID" "$WORK/file.txt"
status_is 2
stderr_has "'attachments' stays as it is"
unchanged

it 'what is recorded as done is filled in later, and not rewritten'
CPM=$(sms record-compliment --title 'Fast help' --text 'Quick and kind')
run sms set "$CPM" service=mail
succeeds
run sms set "$CPM" service=
status_is 2
run sms set "$CPM" text='Quick, kind and cheap'
status_is 2
is_one_error
stderr_has "'$CPM' is recorded, and 'text' stays as it is"
stderr_has "hint: sms move $CPM void --note REASON, and make a new one: sms record-compliment"
run sms move "$CPM" void --note 'misheard'
succeeds
is_proven

it 'the prose of a closed document stays as it is'
printf '# Change policy\n\nAll changes are recorded.\n' >"$WORK/policy.md"
POL=$(sms add-policy --topic change --owner anna --body "$WORK/policy.md")
sms move "$POL" withdrawn --note 'not needed' >/dev/null
run env EDITOR="sed -i s/All/Some/" "$SMS" edit "$POL" --body
status_is 2
stderr_has "'$POL' is withdrawn, and its prose stays as it is"
run sms verify
stdout_lacks closed-edited

finish
