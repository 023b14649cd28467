#!/bin/bash
# examples/verify-trail, which needs no sms, says of a document's approvals what sms says: of good ones, and of those that
# were tampered with.
. "$(dirname "$0")/lib.sh"
. "$TOP/tests/cases/tamper.sh"
make_good

# What sms says: is the content approved, and is there nothing against any of its statements?
sms_says() {
  sms --now 2026-12-31 trail "$1" --json >"$WORK/trail.json" 2>/dev/null
  sms --now 2026-12-31 verify --json >"$WORK/verify.json" 2>/dev/null
  jq -en --arg id "$1" --slurpfile trail "$WORK/trail.json" --slurpfile verify "$WORK/verify.json" '$trail[0].status == "approved" and
    all($verify[0].findings[]; .grade == "observation" or ((.record // "") != $id and ((.file // "") | contains($id) | not)))' >/dev/null
}
# Both, and that is what is expected.
both_say() {
  local expected=$1 id=$2 one=no other=no
  run env PATH="$PATH" "$TOP/examples/verify-trail" "$id" HEAD 2026-12-31T23:59:59Z
  [ "$STATUS" -ne 0 ] || one=yes
  [ "$STATUS" -le 1 ] || fault 'it failed'
  ! sms_says "$id" || other=yes
  [ "$one $other" = "$expected $expected" ] || fault "$id: verify-trail says $one, sms says $other, expected $expected"
}

it 'says what sms says of good approvals, and of none'
cd "$WORK/good" || exit 1
both_say yes $POL
stdout_has "good 2026-01-01T13:00:00Z approve by PER-CLEO-ROTH"
both_say no $OLD
approve bruno $OLD >/dev/null
both_say yes $OLD

it 'needs nothing but git, jq, sha256sum and ssh-keygen'
mkdir "$WORK/few"
for program in bash env git jq sha256sum ssh-keygen cut tr grep sort wc; do ln -s "$(command -v $program)" "$WORK/few/$program"; done
PATH=$WORK/few run "$TOP/examples/verify-trail" $POL
succeeds
git reset -q --hard HEAD~1

# Case, and the document that it is about.
while read -r case id; do
  it "agrees about $case"
  cd "$WORK" && rm -rf copy && cp -a good copy && cd copy || exit 1
  clock 2026-06-01
  unset -f honest
  . "$TOP/tests/cases/tamper/$case.sh"
  expected=no
  if [ "$(type -t honest)" = function ]; then
    honest >"$STDOUT" 2>&1 || fault 'could not build'
    expected=yes
  fi
  [ "$id" != $POL ] || expected=yes
  both_say $expected "$id"
  tamper >"$STDOUT" 2>&1 || fault 'could not tamper'
  both_say no "$id"
done <<END
content-by-one-byte $POL
content-of-the-record $POL
statement-edited $POL
signature-deleted $POL
second-key-for-a-quorum $POL
statement-of-another-record $OLD
statement-of-another-repository $OLD
statement-with-another-role $OLD
statement-with-another-time $OLD
signature-of-another-statement $OLD
signature-for-another-use $OLD
signature-missing $OLD
statement-about-nothing $OLD
content-under-a-statement $OLD
previous-statement-gone $OLD
role-not-held $OLD
rules-of-before-named $OLD
key-with-statement $OLD
role-with-its-use $OLD
key-for-everybody $OLD
END

# --- What rules say beside roles and numbers. ---
# A copy with rules made by a jq expression, and Cleo a manager who may sign.
ruled() {
  cd "$WORK" && rm -rf copy && cp -a good copy && cd copy || exit 1
  clock 2026-06-01
  as anna
  do_sms add-assignment --role sms-manager --person cleo --start 2026-05-01 >"$STDOUT" 2>&1 || fault 'no assignment'
  edit_json sms.json ".approvals |= ($1)"
  commit rules
}
managers='{name: "managers", type: "policy", roles: ["ROL-SMS-MANAGER"], count: 1, independent: true, signature: "required"}'
says_unjudged() {
  run "$TOP/examples/verify-trail" "$1" HEAD 2026-12-31T23:59:59Z
  status_is 3
  stderr_has "not judged: $2"
  ! grep -q good "$STDOUT" || fault 'it says that something is good'
}

# Whether another rule is met: a where that the record does not meet, and those that it meets.
while read -r meets where; do
  it "heeds where: $where"
  ruled ". + [$managers + {where: $where}]"
  approve bruno $OLD >/dev/null 2>&1
  [ "$meets" = yes ] && both_say no $OLD || both_say yes $OLD
  approve cleo $OLD >/dev/null 2>&1
  both_say yes $OLD
done <<END
no {properties: {topic: {const: "change"}}, required: ["topic"]}
yes {properties: {topic: {const: "access"}}, required: ["topic"]}
yes {properties: {topic: {enum: ["access", "change"]}}}
no {properties: {}, required: ["nothing"]}
yes {properties: {nothing: {const: 1}}}
END

it 'says that it cannot judge another where'
ruled ". + [$managers + {where: {not: {required: [\"topic\"]}}}]"
approve bruno $OLD >/dev/null 2>&1
says_unjudged $OLD "'where' of the rule 'managers'"

# An approval of 1 June, looked at on the last day of the year.
while read -r expected holds; do
  it "heeds how long an approval holds: $holds"
  ruled "map(if .type == \"policy\" then .holds = \"$holds\" else . end)"
  approve bruno $OLD >/dev/null 2>&1
  both_say "$expected" $OLD
done <<END
no P1M
no P30W
yes P31W
no P6M30D
yes P6M31D
yes P1Y
END

it 'says that it cannot judge hours'
ruled 'map(if .type == "policy" then .holds = "PT12H" else . end)'
approve bruno $OLD >/dev/null 2>&1
says_unjudged $OLD "'holds' of PT12H"

it 'says that it cannot judge roles that come from the record'
ruled 'map(if .type == "policy" then .roles_from = "owner.reports_to" else . end)'
approve bruno $OLD >/dev/null 2>&1
says_unjudged $OLD "'roles_from' of the rule '"

it 'heeds which rule comes first'
ruled "map(if .type == \"policy\" then .order = 2 else . end) + [$managers + {order: 1}]"
approve cleo $OLD >/dev/null 2>&1
both_say no $OLD
approve bruno $OLD >/dev/null 2>&1
both_say yes $OLD

it 'counts no approval that came before its turn'
cd "$WORK" && rm -rf copy && cp -a good copy && cd copy || exit 1
clock 2026-06-01
as anna
do_sms add-assignment --role sms-manager --person cleo --start 2026-05-01 >/dev/null
. "$TOP/tests/cases/tamper/statement-before-its-turn.sh"
honest >"$STDOUT" 2>&1 || fault 'could not build'
tamper >"$STDOUT" 2>&1 || fault 'could not tamper'
approve cleo $OLD >/dev/null 2>&1
both_say no $OLD

it 'counts persons, and none who wrote the content, for a rule that asks for two'
ruled 'map(if .type == "policy" then .count = 2 | .roles += ["ROL-SMS-MANAGER"] else . end)'
approve bruno $OLD >/dev/null 2>&1
both_say no $OLD
approve cleo $OLD >/dev/null 2>&1
both_say yes $OLD

finish
