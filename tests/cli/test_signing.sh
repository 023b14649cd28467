#!/bin/bash
. "$(dirname "$0")/lib.sh"
unset SSH_AUTH_SOCK SSH_ASKPASS DISPLAY
export GIT_COMMITTER_NAME=Git GIT_COMMITTER_EMAIL=git@example.org
ssh-keygen -q -t ed25519 -N '' -C 'bruno at work' -f "$WORK/bruno"
ssh-keygen -q -t ecdsa -N '' -C ecdsa -f "$WORK/ecdsa"
ssh-keygen -q -t rsa -b 3072 -N '' -C rsa -f "$WORK/rsa"
ssh-keygen -q -t rsa -b 2048 -N '' -C weak -f "$WORK/weak"
ssh-keygen -q -t ed25519 -N '' -C mallory -f "$WORK/mallory"
ssh-keygen -q -t ed25519 -N secret -C locked -f "$WORK/locked"
fingerprint() { ssh-keygen -lf "$1" | cut -d' ' -f2; }
fresh
sms add-person --title 'Bruno Meier' --emails bruno@example.org >/dev/null
sms add-assignment --role top-management --person bruno >/dev/null
printf '# Change policy\n\nAll changes are recorded.\n' >"$WORK/policy.md"
sms add-policy --topic change --owner anna --body "$WORK/policy.md" >/dev/null
POL=POL-CHANGE-POLICY
statement() { ls -t approvals/$POL/*-"$1"*.json | head -1; }
newest() { ls approvals/$POL/*.json | sort -V | tail -1; }
# A new content, so that there is something to approve.
edit() {
  anna
  echo "Edit $RANDOM$RANDOM." >>documents/$POL.md
  sms commit $POL >/dev/null
  bruno
}
rules() {
  jq ".approvals |= map(.signature = \"$1\")" sms.json >"$WORK/rules" && cp "$WORK/rules" sms.json && sms fmt sms.json >/dev/null 2>&1
  git commit -qam "signatures are $1"
}
status() { sms list policy --columns approval | tail -1; }
expect_status() { [ "$(status)" = "$1" ] || fault "approval is '$(status)', expected '$1'"; }

it 'stays unsigned where nobody has a key'
bruno
run sms approve $POL --yes
succeeds
stderr_is_empty
run sms trail $POL --json
json_has '[.versions[].statements[].signature] == ["none"]'
expect_status approved

it 'tells how to get a key where --sign asks for one'
edit
remember
run sms approve $POL --yes --sign
status_is 2
is_one_error
stderr_has 'hint: git config --global user.signingKey ~/.ssh/id_ed25519.pub'
stderr_has 'hint: ssh-keygen -t ed25519'
unchanged

it 'says that a signing key of git is no SSH key'
git config user.signingKey 0123456789ABCDEF
run sms approve $POL --yes --sign
status_is 2
stderr_has 'hint: git config gpg.format ssh'
git config --unset user.signingKey

it 'does not sign with a key that nobody has allowed, and says so'
run sms approve $POL --yes --key "$WORK/bruno.pub"
status_is 2
is_one_error
stderr_has "hint: sms key add $WORK/bruno.pub --person PER-BRUNO-MEIER"
git config gpg.format ssh
git config user.signingKey "$WORK/bruno.pub"
run sms approve $POL --yes
succeeds
stderr_has 'not signed:'
stderr_has 'hint: sms key add --person PER-BRUNO-MEIER'
expect_status approved

it 'adds a key of the person who acts, from the settings of git'
run sms key add
succeeds
stdout_has "$(fingerprint "$WORK/bruno")"
is_clean
file_has allowed_signers 'PER-BRUNO-MEIER namespaces="sms-approval" ssh-ed25519 '
file_has allowed_signers 'bruno at work'

it 'signs with it'
edit
run sms submit $POL
succeeds
run sms approve $POL --yes
succeeds
stderr_is_empty
is_clean
expect_status approved
run sms trail $POL
stdout_has "signed by ED25519 $(fingerprint "$WORK/bruno")"
run sms trail $POL --json
json_has '[.versions[-1].statements[] | .signature] == ["good", "good"]'
[ "$(git show --name-only --format= HEAD | wc -l)" -eq 2 ] || fault 'statement and signature are not in one commit'

it 'makes what ssh-keygen alone confirms'
file=$(newest)
run_with "$(cat "$file")
" ssh-keygen -Y verify -f allowed_signers -I PER-BRUNO-MEIER -n sms-approval -s "${file%.json}.sig"
succeeds

it 'needs a signature where the rules ask for one'
anna
rules required
edit
remember
run sms approve $POL --yes --no-sign
status_is 2
is_one_error
stderr_has 'the rules ask for a signature'
unchanged
run sms approve $POL --yes
succeeds
expect_status approved
run sms submit $POL --no-sign
status_is 2

it 'does not count an unsigned statement then'
rm "$(newest | sed 's/json$/sig/')"
git commit -qam 'a signature is lost'
expect_status stale
run sms trail $POL
stdout_has 'signature: the rules ask for one'
git revert --no-edit HEAD >/dev/null
expect_status approved

it 'does not count a statement that was changed afterwards, and names the reason'
edit
run sms approve $POL --yes
file=$(newest)
sed -i 's/"approves this content as/"approves this content  as/' "$file"
git commit -qam tamper
run sms trail $POL
stdout_has 'signature: it is not one of these bytes'
git revert --no-edit HEAD >/dev/null
expect_status approved

# Puts another signature beside the newest statement.
forge() {
  local file=$1 key=$2 space=${3:-sms-approval}
  ssh-keygen -Y sign -q -n "$space" -f "$key" <"$file" >"${file%.json}.sig" 2>/dev/null
  git commit -qam "forge with $key"
}
it 'does not count a signature by an unknown key, even where signatures are optional'
anna
rules optional
expect_status approved
forge "$file" "$WORK/mallory"
expect_status stale
run sms trail $POL
stdout_has "signature: the key ED25519 $(fingerprint "$WORK/mallory") is not in allowed_signers"
git revert --no-edit HEAD >/dev/null
expect_status approved

it 'does not count a signature with somebody else'\''s key'
sms key add "$WORK/mallory.pub" --person anna >/dev/null
forge "$file" "$WORK/mallory"
run sms trail $POL
stdout_has 'signature: it is made with a key of PER-ANNA-KELLER'
git revert --no-edit HEAD >/dev/null

it 'does not count a signature of another namespace, or what is none'
forge "$file" "$WORK/bruno" git
run sms trail $POL
stdout_has 'signature: its namespace is not sms-approval'
git revert --no-edit HEAD >/dev/null
echo nonsense >"${file%.json}.sig"
git commit -qam nonsense
run sms trail $POL
stdout_has 'signature: it is no armoured SSH signature'
git revert --no-edit HEAD >/dev/null
expect_status approved

it 'does not count a signature that is not committed'
cp "${file%.json}.sig" "$WORK/kept.sig"
echo >>"${file%.json}.sig"
run sms list policy --columns approval
stdout_lacks approved
cp "$WORK/kept.sig" "${file%.json}.sig"
expect_status approved

it 'does not count a key that came after the statement did'
edit
sms key add "$WORK/ecdsa.pub" --person bruno >/dev/null
git branch side
sms approve $POL --yes --key "$WORK/ecdsa" >/dev/null
file=$(newest)
run sms trail $POL
stdout_has "signed by ECDSA $(fingerprint "$WORK/ecdsa")"
expect_status approved
git show HEAD~2:allowed_signers >"$WORK/before"
git checkout -q -b late HEAD~1
cp "$WORK/before" allowed_signers
git commit -qam 'as if the key were not there'
git checkout -q main -- approvals
git commit -qm 'the statement'
git checkout -q main -- allowed_signers
git commit -qm 'the key after it'
run sms trail $POL
stdout_has 'signature: when it came in, the key ECDSA'
git checkout -q main

it 'signs with RSA, and with a key of the agent'
edit
sms key add "$WORK/rsa.pub" --person bruno >/dev/null
run sms approve $POL --yes --key "$WORK/rsa"
succeeds
run sms trail $POL
stdout_has "signed by RSA $(fingerprint "$WORK/rsa")"
expect_status approved
edit
remember
run sms approve $POL --yes --key "key::$(cat "$WORK/ecdsa.pub")"
status_is 2
is_one_error
stderr_has 'hint: eval "$(ssh-agent)" && ssh-add'
unchanged
eval "$(ssh-agent)" >/dev/null
run sms approve $POL --yes --key "key::$(cat "$WORK/ecdsa.pub")"
status_is 2
stderr_has 'hint: ssh-add'
unchanged
ssh-add -q "$WORK/ecdsa" 2>/dev/null
run sms approve $POL --yes --key "key::$(cat "$WORK/ecdsa.pub")"
succeeds
expect_status approved
kill "$SSH_AGENT_PID"
unset SSH_AUTH_SOCK SSH_AGENT_PID

it 'fails clearly where nobody can be asked for the passphrase'
edit
sms key add "$WORK/locked.pub" --person bruno >/dev/null
remember
run setsid -w "$SMS" approve $POL --yes --key "$WORK/locked"
status_is 2
is_one_error
stderr_has passphrase
unchanged
printf '#!/bin/sh\necho secret\n' >"$WORK/askpass"
chmod +x "$WORK/askpass"
export SSH_ASKPASS=$WORK/askpass SSH_ASKPASS_REQUIRE=force
run setsid -w "$SMS" approve $POL --yes --key "$WORK/locked"
succeeds
unset SSH_ASKPASS SSH_ASKPASS_REQUIRE
expect_status approved

it 'says that ssh-keygen is missing'
mkdir -p "$WORK/bin"
ln -sf "$(command -v git)" "$WORK/bin/git"
edit
run env PATH="$WORK/bin" "$SMS" approve $POL --yes --key "$WORK/bruno"
status_is 4
is_one_error
stderr_has 'hint: apt-get install openssh-client'

it 'refuses private keys, DSA, weak RSA, what is no key, and keys of others'
remember
run sms key add "$WORK/bruno"
status_is 2
stderr_has 'is a private key'
stderr_has "hint: sms key add $WORK/bruno.pub"
run_with "$(cat "$WORK/bruno")" sms key add -
status_is 2
stderr_has 'private key'
run sms key add "$WORK/weak.pub"
status_is 2
stderr_has 'RSA of 2048 bits is weak'
run sms key add 'ssh-dss AAAAB3NzaC1kc3MAAACBAA=='
status_is 2
stderr_has DSA
run sms key add "$WORK/policy.md"
status_is 2
run sms key add "$WORK/bruno.pub" --person anna
status_is 2
stderr_has 'is that of PER-BRUNO-MEIER'
run sms key add "$WORK/bruno.pub" --person bruno
status_is 2
stderr_has 'stands in line'
run sms key add --at today
status_is 2
run sms key list --reason x
status_is 2
unchanged

it 'lists keys, of one person too'
run sms key list --json
succeeds
json_has '.schema == "sms/keys/1" and (.keys | length) == 5 and all(.keys[]; .standing == "good")'
run sms key list --person anna
stdout_has "$(fingerprint "$WORK/mallory")"
stdout_lacks "$(fingerprint "$WORK/bruno")"

it 'ends a key: what was signed before stays good, what comes later is refused'
sms approve $POL --yes >/dev/null
expect_status approved
sleep 1.1
run sms key revoke "$(fingerprint "$WORK/bruno")" --reason 'left the company'
succeeds
file_has allowed_signers 'revoked on'
file_has allowed_signers ': left the company'
expect_status approved
is_clean
edit
sleep 1.1
remember
run sms approve $POL --yes --sign
status_is 2
stderr_has 'the key was good only until'
unchanged
run sms key revoke "$(fingerprint "$WORK/bruno")"
status_is 2
stderr_has 'has ended before'
run sms key list
stdout_has ended

it 'does not count a statement that is dated back to before the end of its key'
run sms --now 2020-01-01 approve $POL --yes --key "$WORK/bruno"
status_is 2
at=$(sed -n 's/.*valid-before="\(....\)\(..\)\(..\)\(..\)\(..\)\(..\)Z".*/\1-\2-\3T\4:\5:\6Z/p' allowed_signers | head -1)
run sms --now "$at" approve $POL --yes --sign
succeeds
[ "$(git log -1 --format=%cI)" = "${at%Z}+00:00" ] || fault 'the commit is not dated back'
run sms trail $POL
stdout_has "signature: it came in after its key had ended on $at"
expect_status stale
git reset -q --hard HEAD~1
# The same on a branch from before that is merged.
git checkout -q -b before HEAD~2
edit
sms --now "$at" approve $POL --yes --sign >/dev/null
expect_status approved
git checkout -q main
git merge -q -X theirs --no-edit before
run sms trail $POL
stdout_has "signature: it came in after its key had ended on $at"
expect_status stale

it 'revokes from an earlier date what somebody else got hold of'
run sms key revoke "$(fingerprint "$WORK/rsa")" --at 2020-01-01
status_is 2
stderr_has '--compromised --at'
run sms key revoke "$(fingerprint "$WORK/rsa")" --compromised
status_is 2
run sms key revoke "$(fingerprint "$WORK/rsa")" --compromised --at 2020-01-01
succeeds
run sms trail $POL
stdout_has 'signature: the key was good only until 2020-01-01T00:00:00Z'
run sms key revoke bruno
sleep 1.1
succeeds
run sms key list --person bruno --json
json_has 'all(.keys[]; .standing == "ended")'

it 'keeps comments, and shows what is wrong with lines written by hand'
cat >allowed_signers <<END
# Our signers

# The boss
anna@example.org namespaces="git,sms-approval" $(cat "$WORK/mallory.pub")
*@example.org $(cat "$WORK/bruno.pub")
bruno@example.org valid-before="20300101" $(cat "$WORK/rsa.pub")
bruno@example.org cert-authority $(cat "$WORK/ecdsa.pub")
nobody@example.org $(cat "$WORK/locked.pub")
END
git commit -qam 'by hand'
run sms key list --json
status_is 1
json_has '.keys[0].standing == "good" and .keys[0].person == "PER-ANNA-KELLER" and all(.keys[1:][]; .standing == "unusable")'
json_has '.keys[1].fault | contains("patterns")'
json_has '.keys[2].fault | contains("no Z")'
json_has '.keys[3].fault | contains("authorities")'
json_has '.keys[4].fault | contains("no person")'
ssh-keygen -q -t ed25519 -N '' -C new -f "$WORK/new"
run sms key add "$WORK/new.pub" --person bruno --from 2026-01-01 --to 2026-12-31
succeeds
head -1 allowed_signers | grep -qx '# Our signers' || fault 'the heading has moved'
grep -A1 -x '# The boss' allowed_signers | grep -q '^anna@' || fault 'a comment has lost its line'
file_has allowed_signers 'valid-after="20260101000000Z",valid-before="20261231235959Z"'
sed '1,2d' allowed_signers | grep -v '^#' | LC_ALL=C sort -c || fault 'not in order'

it 'needs a second person for a quorum, not a second key'
cat >allowed_signers <<END
PER-BRUNO-MEIER namespaces="sms-approval" $(cat "$WORK/bruno.pub")
bruno@example.org namespaces="sms-approval" $(cat "$WORK/new.pub")
END
jq '.approvals |= map(if .type == "policy" then .count = 2 else . end)' sms.json >"$WORK/rules" && cp "$WORK/rules" sms.json
git commit -qam 'two approvals'
edit
sms approve $POL --yes --key "$WORK/bruno" >/dev/null
expect_status 'pending 1 of 2'
run sms approve $POL --yes --key "$WORK/new"
status_is 2
stderr_has 'has approved this content'
file=$(newest)
cp "$file" "${file%.json}-2.json"
ssh-keygen -Y sign -q -n sms-approval -f "$WORK/new" <"$file" >"${file%.json}-2.sig" 2>/dev/null
git add approvals && git commit -qm 'the same person with another key'
expect_status 'pending 1 of 2'

it 'lists what waits for a person, and why it may not be approved'
run sms inbox --json
succeeds
json_has '.person == "PER-BRUNO-MEIER" and (.records[0] | .id == "POL-CHANGE-POLICY" and .may_approve == false and (.why_not | contains("has approved")))'
edit
sms submit $POL >/dev/null
run sms inbox
stdout_has "sms approve $POL"
sms add-assignment --role top-management --person anna >/dev/null
run sms inbox --person anna --json
json_has '.records[0] | .may_approve == false and (.why_not | contains("changed the content"))'
sms add-person --title 'Cleo Roth' --emails cleo@example.org >/dev/null
run sms inbox --person cleo --json
json_has '.records == []'
run sms inbox --person nobody
status_is 2

it 'prints the version in force'
jq '.approvals |= map(.count = 1)' sms.json >"$WORK/rules" && cp "$WORK/rules" sms.json
git commit -qam 'one approval'
sms approve $POL --yes --key "$WORK/bruno" >/dev/null
sms show $POL --body >"$WORK/in-force"
edit
run sms show $POL --approved --body
succeeds
cmp -s "$WORK/in-force" "$STDOUT" || fault 'not the approved text'
run sms diff $POL --approved
status_is 1
stdout_has '+Edit'
run sms show POL-INFORMATION --approved
status_is 2

it 'shows on a terminal what has changed since the last approval, and asks'
before=$(commits)
answer() { (sleep 1; echo "$1"; sleep 1) | script -qec "'$SMS' approve $POL --key '$WORK/bruno'" /dev/null; }
run answer n
stdout_has '+Edit'
stdout_has "Approve exactly this content of $POL?"
stdout_lacks '+All changes are recorded.'
[ "$(commits)" -eq "$before" ] || fault 'approved against a no'
run answer y
stdout_has approved
expect_status approved
edit

it 'approves several in one commit'
sms add-policy --topic change --title 'Second policy' --owner anna --body "$WORK/policy.md" >/dev/null 2>&1
before=$(commits)
anna
printf '# Third\n\nText.\n' >"$WORK/third.md"
sms add-policy --topic change --owner anna --body "$WORK/third.md" >/dev/null
bruno
before=$(commits)
run sms approve $POL POL-THIRD --yes --key "$WORK/bruno"
succeeds
[ "$(commits)" -eq $((before + 1)) ] || fault 'not one commit'
[ "$(ls approvals/POL-THIRD/*.sig | wc -l)" -eq 1 ] || fault 'not signed'
is_clean
finish
