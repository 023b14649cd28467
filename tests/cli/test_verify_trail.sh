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
  run env PATH="$PATH" "$TOP/examples/verify-trail" "$id"
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

finish
