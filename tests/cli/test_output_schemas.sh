#!/bin/bash
# What commands of the approval trail print as JSON fits the schemas that are shipped in schemas/output.
. "$(dirname "$0")/lib.sh"
export GIT_COMMITTER_NAME='Anna Keller' GIT_COMMITTER_EMAIL=anna@example.org

# The last output fits sms/NAME/1, and the schema would see a member of another kind at the paths given.
fits() {
  local name=$1 path
  shift
  cp "$STDOUT" "$WORK/out.json"
  json_has ".schema == \"sms/$name/1\""
  sms check --schema "$TOP/schemas/output/$name.json" --formats "$WORK/out.json" >"$WORK/schema.out" 2>&1 ||
    fault "does not fit sms/$name/1: $(cat "$WORK/schema.out")"
  for path in "$@"; do
    jq "$path = {\"other\": 1}" "$WORK/out.json" >"$WORK/wrong.json"
    ! sms check --schema "$TOP/schemas/output/$name.json" "$WORK/wrong.json" >/dev/null 2>&1 ||
      fault "sms/$name/1 does not see a fault at $path"
  done
}

it 'every schema of output is a schema'
for schema in "$TOP"/schemas/output/*.json; do
  run sms check --schema "$schema" --json - <<<'{}'
  [ "$STATUS" -le 1 ] || fault "$schema does not compile"
done

fresh
sms add-person --title 'Bruno Meier' --emails bruno@example.org >/dev/null
sms add-assignment --role top-management --person bruno >/dev/null
printf '# Change policy\n\nAll changes are recorded.\n' >"$WORK/policy.md"

it 'sms/inbox/1: empty'
run sms inbox --json
succeeds
fits inbox .person .records

it 'sms/inbox/1: with what waits, and what its author may not approve'
sms add-policy --topic change --owner anna --body "$WORK/policy.md" >/dev/null
sms submit change-policy >/dev/null
bruno
printf '# Security policy\n\nWe look after information.\n' >"$WORK/security.md"
sms add-policy --topic security --owner anna --body "$WORK/security.md" >/dev/null
run sms inbox --json
succeeds
json_has '[.records[].may_approve] == [true, false]'
fits inbox '.records[0].id' '.records[0].status' '.records[1].may_approve' '.records[1].why_not' '.records[0].command'

it 'sms/trail/1: of what nobody has spoken about, and of a whole story'
run sms trail security-policy --json
succeeds
fits trail .status .versions .unattached
sms approve change-policy --yes --comment 'as agreed' >/dev/null
anna
sms set change-policy tags+=x >/dev/null
echo 'And reviewed.' >>documents/POL-CHANGE-POLICY.md
sms commit change-policy >/dev/null
bruno
sms reject change-policy --comment 'not yet' >/dev/null
run sms trail change-policy --json
succeeds
json_has '[.versions[].statements[].decision] == ["submit", "approve", "reject"]'
fits trail '.versions[0].commit' '.versions[0].at' '.versions[0].statements[0].decision' \
  '.versions[0].statements[0].verdict' '.versions[0].statements[0].reasons' '.versions[0].statements[0].signature'

it 'sms/trail/1: signed, and with a statement out of its content'
ssh-keygen -q -t ed25519 -N '' -C bruno -f "$WORK/bruno"
git config gpg.format ssh
git config user.signingKey "$WORK/bruno.pub"
sms key add "$WORK/bruno.pub" >/dev/null
sleep 1.1
anna
sms submit change-policy >/dev/null
bruno
run sms approve change-policy --yes --sign
succeeds
run sms trail change-policy --json
json_has '.versions[-1].statements[-1].signature == "good"'
json_has '[.versions[].statements[] | select(.signature == "good" and (.key | startswith("ED25519")))] | length == 1'
fits trail '.versions[-1].statements[-1].key'
cp -r approvals/POL-CHANGE-POLICY "$WORK/kept"
jq '.digest = ("0" * 64)' approvals/POL-CHANGE-POLICY/*anna*.json 2>/dev/null | jq -s '.[0]' >"$WORK/lost.json"
cp "$WORK/lost.json" "approvals/POL-CHANGE-POLICY/20200101T000000Z-anna-keller.json"
git add -A && git commit -qm 'by hand'
run sms trail change-policy --json
json_has '.unattached | length == 1'
fits trail '.unattached[0].file'

it 'sms/keys/1: none, one, and one that counts for nothing'
git rm -qr "approvals/POL-CHANGE-POLICY/20200101T000000Z-anna-keller.json" && git commit -qm 'away'
run sms key list --json
succeeds
fits keys .keys '.keys[0].person' '.keys[0].standing' '.keys[0].line'
ssh-keygen -q -t ed25519 -N '' -C other -f "$WORK/other"
printf '*@example.org %s\n' "$(cat "$WORK/other.pub")" >>allowed_signers
git commit -qam 'by hand'
run sms key list --json
status_is 1
json_has '.keys[1].standing == "unusable"'
fits keys '.keys[1].fault'

line=$(wc -l <allowed_signers)
it 'sms check finds the line of allowed_signers that counts for nothing, and passes its twin'
run sms check --json
status_is 1
json_has '[.findings[] | select(.rule == "signers") | {file, line, grade, fix}] == [{"file": "allowed_signers", "line": '"$line"', "grade": "minor", "fix": "sms key list"}]'
json_has '.findings[] | select(.rule == "signers") | .message | contains("patterns")'
fits check '.findings[0].line'
run sms check allowed_signers
status_is 1
stdout_has "allowed_signers:$line:1"
run sms check --since HEAD --json
json_has '[.findings[] | select(.rule == "signers")] == []'
run sms check --since HEAD~1 --json
json_has '[.findings[] | select(.rule == "signers")] | length == 1'
sed -i "${line}d" allowed_signers
run sms check --json
json_has '[.findings[] | select(.rule == "signers")] == []'
run sms check --since HEAD --json
json_has '[.findings[] | select(.rule == "signers")] == []'
printf 'nonsense\n' >>allowed_signers
run sms check --since HEAD --json
json_has '[.findings[] | select(.rule == "signers")] | length == 1'
run sms explain signers
succeeds
stdout_has 'sms key add'

it 'sms/explain/1: a requirement, with what was found; a rule; an invariant'
run sms explain 8.6.1-g --json
succeeds
json_has '.kind == "item" and .judged == "full" and .absent == "minor" and .clause == "8.6.1"'
json_has '(.counts | length > 0) and .found.result == "nonconform" and .found.faults[0].grade == "minor"'
json_has '.found.faults[0].fix | startswith("sms ")'
sms audit --item 8.6.1-g --json >"$WORK/audit.json"
jq -e --slurpfile audit "$WORK/audit.json" '(.found | del(.faults)) == $audit[0].items[0] and .found.faults == $audit[0].findings[0].details' \
  "$STDOUT" >/dev/null || fault 'not what the audit says'
fits explain .kind .counts .found.result '.found.faults[0].why'
run sms explain 5.1-f --json
succeeds
json_has '.judged != "full" and (.look | length > 0)'
fits explain .look
cd "$WORK" || exit 1
run sms explain merge-content --json
succeeds
json_has '.kind == "rule" and .judged_by == "sms verify" and .grade == "major"'
fits explain .meaning .grade
run sms explain stale --format json
succeeds
json_has '.judged_by == "sms check"'
fits explain .title
run sms explain audit-in-order --json
succeeds
json_has '.kind == "invariant" and .holds_for == "audit"'
fits explain .holds_for
run sms explain 99.9-z --json
[ "$STATUS" -ne 0 ] || fault 'explained what is not there'
finish
