#!/bin/bash
. "$(dirname "$0")/lib.sh"
fresh
sms add-person --title 'Bruno Meier' --emails bruno@example.org >/dev/null
printf '# Change policy\n\nAll changes are recorded.\n' >"$WORK/policy.md"

it 'takes the title of a document from its first heading'
run sms add-policy --topic change --owner anna --body "$WORK/policy.md"
succeeds
stdout_is POL-CHANGE-POLICY
run sms list policy --columns id,approval
stdout_has unapproved

it 'refuses the author, and says which role is lacking and which command gives it'
remember
run sms approve POL-CHANGE-POLICY --yes
status_is 2
is_one_error
stderr_has 'sms add-assignment --role ROL-TOP-MANAGEMENT --person PER-ANNA-KELLER'
unchanged

it 'is submitted, and then waits'
run sms submit POL-CHANGE-POLICY
succeeds
stdout_has pending
run sms status
stdout_has 'Waiting for approval'

it 'refuses somebody without the role'
bruno
run sms approve pol-change --yes
status_is 2
stderr_has 'sms add-assignment --role ROL-TOP-MANAGEMENT --person PER-BRUNO-MEIER'

it 'is approved by somebody else who holds the role'
anna
sms add-assignment --role top-management --person bruno >/dev/null
bruno
run sms approve pol-change --yes
succeeds
stdout_has approved
is_clean
run jq -r '.decision + " " + .role + " " + .signer' approvals/POL-CHANGE-POLICY/*bruno*.json
stdout_is 'approve ROL-TOP-MANAGEMENT PER-BRUNO-MEIER'

it 'says who approved it, and since when, in lists and when it is shown'
run sms list policy --columns id,approval,approval.by,approval.at,approval.until --json
json_has '.records[0]["approval"] == "approved" and .records[0]["approval.by"] == "PER-BRUNO-MEIER" and .records[0]["approval.until"] == ""'
json_has '.records[0]["approval.at"] == "'"$(date -u +%F)"'"'
run sms show pol-change
stdout_matches 'Approved by +PER-BRUNO-MEIER'
run sms list policy --columns id,approval.who
status_is 2

it 'binds the approval to a digest that sha256sum confirms'
digest=$(sms digest pol-change)
[ "$(sms digest pol-change --content | sha256sum | cut -d' ' -f1)" = "$digest" ] || fault 'another digest'
run jq -r .digest approvals/POL-CHANGE-POLICY/*bruno*.json
stdout_is "$digest"

it 'still is approved after a note, a link and a move'
anna
sms note pol-change 'read by all' >/dev/null
run sms list policy --columns approval
stdout_has approved

it 'becomes stale by an edit, visibly'
echo 'Except on Fridays.' >>documents/POL-CHANGE-POLICY.md
sms commit pol-change >/dev/null
run sms list policy --columns approval
stdout_has stale
run sms check
status_is 1
stdout_has stale
run sms diff pol-change --approved
status_is 1
stdout_has '+Except on Fridays.'
run sms status
stdout_has 'Approval no longer good'

it 'tells the whole story as a trail'
run sms trail pol-change --json
json_has '.schema == "sms/trail/1" and .status == "stale" and ([.versions[].statements[]] | length) == 2'

it 'is refused for a digest that is not the one of the content'
bruno
run sms approve pol-change --digest "$digest"
status_is 2
run sms approve pol-change --digest "$(sms digest pol-change)"
succeeds
run sms list policy --columns approval
stdout_has approved

it 'is rejected with a reason, and withdrawn with one'
anna
sms set pol-change tags+=x >/dev/null
bruno
run sms reject pol-change
status_is 2
run sms reject pol-change --comment 'tags are wrong'
succeeds
run sms list policy --columns approval
stdout_has rejected
run sms approve pol-change --yes
run sms withdraw pol-change --comment 'too early'
succeeds

it 'does not approve edits that are not committed'
anna
echo more >>documents/POL-CHANGE-POLICY.md
bruno
run sms approve pol-change --yes
status_is 2
stderr_has 'sms commit'
git checkout -q -- .

it 'asks on no terminal'
run sms approve pol-change
status_is 2
stderr_has '--yes'

it 'has nothing to approve where no rule asks for it'
run sms approve ROL-TOP-MANAGEMENT --yes
status_is 2

it 'reads approvals as they stood'
run sms list policy --columns approval --at HEAD~1
succeeds
finish
