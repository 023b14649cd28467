#!/bin/bash
# sms verify beyond what tests/cli/test_tamper.sh tries: bundles, pins, branches, formats, and what honest people do.
. "$(dirname "$0")/lib.sh"
. "$TOP/tests/cases/tamper.sh"
make_good
copy() {
  cd "$WORK" && rm -rf copy && cp -a good copy && cd copy || exit 1
  clock 2026-06-01
}
verify() { run sms --now 2026-12-31 verify "$@"; }
verify_json() { verify --json "$@"; }
no_finding() { json_has 'all(.findings[]; .grade == "observation")'; }

it 'says what it looked at'
copy
verify
succeeds
stderr_is_empty
stdout_has 'proven: 0 findings, 3 observations'
stdout_has "Tip         $(git rev-parse HEAD)"
stdout_has "Repository  $(git rev-list --max-parents=0 HEAD)"
stdout_has "Commits     $(commits), 0 of them merges"
stdout_has 'Statements  4: 2 valid, 1 earlier, 1 withdrawn'
stdout_has 'Signatures  4 good, 0 bad, 0 statements without one'
verify_json
json_has ".commits == $(commits) and .records == $(git ls-files records documents | grep -c json) and .verdict == \"proven\" and .pin == \"none\""

it 'ends with 1 for observations only with --strict'
verify --strict
status_is 1
stdout_has 'key-changed'

it 'reads the history and not the work tree'
echo tampered >>documents/$POL.md
rm "$TWO"
verify
succeeds
git checkout -q .

it 'reads nothing that is remembered below .git/sms'
sms list policy >/dev/null
sms check >/dev/null
mkdir -p .git/sms
for file in settings names-commit links; do echo 'no such thing' >".git/sms/$file"; done
strace -f -e trace=openat,open,stat,newfstatat,access -o "$WORK/trace" "$SMS" --now 2026-12-31 verify >"$STDOUT" 2>"$STDERR" ||
  { command -v strace >/dev/null || skip 'no strace'; }
! grep -q 'git/sms' "$WORK/trace" 2>/dev/null || fault "it looked at $(grep -m1 'git/sms' "$WORK/trace")"

it 'counts the signatures of commits by kind, and judges those of SSH alone'
copy
as bruno
for key in bruno mallory; do
  do_sms note "$TWO_ID" "Signed with the key of $key" >/dev/null
  git -c gpg.format=ssh -c user.signingKey="$WORK/$key" commit -q --amend --no-edit -S
done
# Nobody looks behind the armour of the others.
for armour in 'PGP SIGNATURE' 'PGP MESSAGE' 'SIGNED MESSAGE' 'STRANGE SIGNATURE'; do
  do_sms note "$TWO_ID" "$armour" >/dev/null
  git cat-file commit HEAD >"$WORK/commit"
  { sed '/^$/,$d' "$WORK/commit"; printf 'gpgsig -----BEGIN %s-----\n AAAA\n -----END %s-----\n' "$armour" "$armour"
    sed -n '/^$/,$p' "$WORK/commit"; } >"$WORK/signed"
  git update-ref HEAD "$(git hash-object -t commit -w "$WORK/signed")"
done
verify
succeeds
tr -s ' \n' ' ' <"$STDOUT" >"$WORK/line"
file_has "$WORK/line" ' 6 signed: 1 by SSH keys that are known, 1 by SSH keys that are not, 2 OpenPGP, 1 X.509, 1 of no known kind: not judged'
[ "$(wc -L <"$STDOUT")" -le 80 ] || fault 'wider than 80 columns'
verify_json
succeeds
json_has '.signed_commits == 1 and .commit_signatures == {known: 1, unknown: 1, bad: 0, openpgp: 2, x509: 1, other: 1}'
cp "$STDOUT" "$WORK/seen.json"
run sms check --schema sms:output/verify.json "$WORK/seen.json"
succeeds
git cat-file commit HEAD~5 | sed 's/^note .*/note something else/' >"$WORK/commit"
git reset -q --hard "$(git hash-object -t commit -w "$WORK/commit")"
verify_json
status_is 1
json_has '.signed_commits == 0 and .commit_signatures.bad == 1'
verify
stdout_has '1 signed: 1 not good'

it 'verifies a bundle as it does the repository, and leaves nothing behind'
copy
git bundle create -q "$WORK/good.bundle" --all
mkdir "$WORK/tmp"
(cd / && TMPDIR=$WORK/tmp run sms --now 2026-12-31 verify --json "$WORK/good.bundle"; echo "$STATUS" >"$WORK/.status")
STATUS=$(cat "$WORK/.status")
succeeds
json_has ".commits == $(commits) and .verdict == \"proven\" and .statements.valid == 2"
[ -z "$(ls -A "$WORK/tmp")" ] || fault "left behind: $(ls "$WORK/tmp")"

it 'refuses what is no bundle, or one that git finds damaged'
run sms verify "$WORK/text"
status_is 2
is_one_error
stderr_has 'git refuses the bundle'
run sms verify "$WORK/none.bundle"
status_is 2
is_one_error
head -c 3000 "$WORK/good.bundle" >"$WORK/half.bundle"
run sms verify "$WORK/half.bundle"
status_is 2
is_one_error
# An object that git fsck refuses, in a bundle that is whole.
git cat-file commit HEAD | sed 's/^author .*/author nobody/' >"$WORK/commit"
git update-ref refs/heads/bad "$(git hash-object -t commit -w --literally "$WORK/commit")"
git bundle create -q "$WORK/bad.bundle" --all
run sms verify "$WORK/bad.bundle"
status_is 2
is_one_error
stderr_has 'git refuses the bundle'

it 'takes no part in what a bundle or its owner have set up'
printf '[core]\n\thooksPath = %s/hooks\n[init]\n\ttemplateDir = %s/template\n' "$WORK" "$WORK" >>"$HOME/.gitconfig"
mkdir -p "$WORK/hooks" "$WORK/template/hooks"
printf '#!/bin/sh\ntouch %s/ran\n' "$WORK" | tee "$WORK/hooks/post-checkout" >"$WORK/template/hooks/post-checkout"
chmod +x "$WORK"/hooks/* "$WORK"/template/hooks/*
run sms --now 2026-12-31 verify "$WORK/good.bundle"
succeeds
[ ! -e "$WORK/ran" ] || fault 'a hook ran'
git config --global --unset core.hooksPath
git config --global --unset init.templateDir

it 'keeps a pin, and proves that the history goes on from it'
copy
verify --pin "$WORK/pin"
succeeds
stdout_has 'none was there'
jq -e '.schema == "sms/pin/1" and .commits > 20 and .statements == 8' "$WORK/pin" >/dev/null || fault "$(cat "$WORK/pin")"
do_sms note "$TWO_ID" 'More' >/dev/null
approve bruno $OLD >/dev/null
verify --pin "$WORK/pin" --json
succeeds
json_has '.pin == "extended"'
[ "$(jq -r .commit "$WORK/pin")" = "$(git rev-parse HEAD)" ] || fault 'the pin was not kept up'
git reset -q --hard HEAD~1
cp "$WORK/pin" "$WORK/before"
verify --pin "$WORK/pin" --json
status_is 1
json_has '.pin == "broken" and any(.findings[]; .rule == "pin-history")'
cmp -s "$WORK/pin" "$WORK/before" || fault 'a pin that does not hold was written over'
echo '{}' >"$WORK/pin"
verify --pin "$WORK/pin"
status_is 2
is_one_error

it 'looks at other branches with --all'
copy
git checkout -q -b side
edit_json "$TWO" '.log = []'
approve bruno $OLD >/dev/null
file=$(newest $OLD)
commit 'on the side'
edit_json "$file" '.meaning = "other"'
commit 'and more'
git checkout -q main
verify
succeeds
verify --all --json
status_is 1
json_has 'any(.findings[]; .rule == "log-rewritten") and any(.findings[]; .rule == "statement-changed")'
run sms --at side --now 2026-12-31 verify
status_is 1
run sms --at side~2 --now 2026-12-31 verify
status_is 0

it 'prints SARIF and JUnit'
copy
edit_json "$TWO" '.log = []'
commit
verify --format sarif
status_is 1
json_has '.runs[0].results | any(.ruleId == "log-rewritten")'
verify --format junit
status_is 1
stdout_has 'log-rewritten'

it 'proves what squashed, rebased and merged branches bring'
for way in squash rebase merge; do
  copy
  git checkout -q -b feature
  as anna
  echo 'By a branch.' >>documents/$OLD.md
  do_sms commit --all >/dev/null
  do_sms submit $OLD >/dev/null
  approve bruno $OLD >/dev/null
  git checkout -q main
  as anna
  do_sms note "$TWO_ID" 'Meanwhile' >/dev/null
  tick
  case $way in
    squash) git merge -q --squash feature && git commit -qm 'squashed' ;;
    rebase) git checkout -q feature && git rebase -q main && git checkout -q main && git merge -q --ff-only feature ;;
    merge) git merge -q --no-edit feature ;;
  esac
  verify_json
  status_is 0
  no_finding
  json_has '.statements.valid == 4'
  [ "$(sms --now 2026-12-31 list policy --columns id,approval | grep -c approved)" -eq 2 ] || fault "$way: not approved"
done

it 'proves what a merge joins, line by line and entry by entry'
copy
git checkout -q -b side
as anna
do_sms note "$TWO_ID" 'On the side' >/dev/null
git checkout -q main
do_sms set "$TWO_ID" impact=low >/dev/null
tick
! git merge -q --no-edit side >/dev/null 2>&1 || fault 'there was nothing to join'
jq -s '.[0] + {log: (.[0].log + .[1].log | unique | sort_by(.at))}' <(git show "main:$TWO") <(git show "side:$TWO") >"$WORK/joined"
cp "$WORK/joined" "$TWO"
git commit -qam joined
[ "$(git rev-list --count --merges HEAD)" -eq 1 ] || fault 'not merged'
verify_json
succeeds
no_finding

it 'tells of what was taken away and put back, and no more'
copy
git rm -q "$(newest $OLD)" records/service/SVC-FILES.json
commit 'by mistake'
git revert --no-edit HEAD >/dev/null
verify_json
succeeds
json_has 'any(.findings[]; .rule == "statement-removed") and any(.findings[]; .rule == "record-removed")'

it 'takes weaker rules for approved when an approved record names them'
copy
edit_json sms.json '.approvals |= map(if .type == "plan" then .count = 1 | .independent = false else . end)'
commit 'weaker'
verify_json
status_is 1
rules=$(jq -r '.findings[] | select(.rule == "rules-weakened") | .message' "$STDOUT" | grep -oE '[0-9a-f]{64}' | head -1)
as anna
echo "From now on the rules are $rules." >>documents/$OLD.md
do_sms commit --all >/dev/null
verify_json
status_is 1
approve bruno $OLD >/dev/null
verify_json
succeeds
json_has 'any(.findings[]; .rule == "rules-weakened" and .grade == "observation" and (.message | contains("POL-ACCESS")))'

it 'does not take them for approved by the weaker rules themselves'
copy
as anna
do_sms key add "$WORK/mallory.pub" --person mallory >/dev/null
do_sms add-assignment --role sms-manager --person mallory --start 2026-01-01 >/dev/null
edit_json sms.json '.approvals |= map(if .type == "policy" then .roles = ["ROL-SMS-MANAGER"] else . end)'
commit 'weaker'
verify_json
rules=$(jq -r '.findings[] | select(.rule == "rules-weakened") | .message' "$STDOUT" | grep -oE '[0-9a-f]{64}' | head -1)
as anna
echo "From now on the rules are $rules." >>documents/$OLD.md
do_sms commit --all >/dev/null
as mallory
do_sms approve $OLD --yes --key "$WORK/mallory" >/dev/null
verify_json
status_is 1
json_has 'any(.findings[]; .rule == "rules-weakened" and .grade == "major")'

it 'takes what is late and what is many from the settings that each commit found'
copy
as anna
late_note() { edit_json "$TWO" ".log += [{at: \"$(date -u -d "@$((NOW - 86400 * $1))" +%FT%TZ)\", by: \"PER-ANNA-KELLER\", kind: \"note\", text: \"$1 days\"}]"; }
late_note 2
commit 'within three days'
verify_json
succeeds
json_has 'all(.findings[]; .rule != "late-entry" and .rule != "bulk-entry")'
edit_json sms.json '.limits.backdating = "P1D" | .limits.bulk_commit_records = 1'
commit 'stricter'
clock 2026-06-20
late_note 2
edit_json "$ONE" '.log += [{at: "2026-06-20T00:00:00Z", by: "PER-ANNA-KELLER", kind: "note", text: "Both"}]'
commit 'beyond one day'
late=$(git rev-parse HEAD)
verify_json
succeeds
json_has '[.findings[] | select(.rule == "late-entry" or .rule == "bulk-entry") | .commit] == ["'$late'", "'$late'"]'
verify_json --late 3 --bulk 50
json_has 'all(.findings[]; .rule != "late-entry" and .rule != "bulk-entry")'
verify_json --late 1 --bulk 1
json_has '[.findings[] | select(.rule == "late-entry") | .commit] | length == 2 and .[1] == "'$late'"'

it 'lets an approved record raise a limit, for what comes later'
copy
as anna
edit_json sms.json '.limits.backdating = "P9D"'
commit 'a longer time'
clock 2026-06-20
late_note 8
commit 'within nine days'
verify_json
status_is 1
json_has 'any(.findings[]; .rule == "rules-weakened" and (.message | startswith("limits.backdating: raised from "))) and
  all(.findings[]; .rule != "late-entry")'
limits=$(jq -r '.findings[] | select(.rule == "rules-weakened") | .message' "$STDOUT" | grep -oE '[0-9a-f]{64}' | head -1)
[ "$limits" = "$(jq -cjS .limits sms.json | sha256sum | cut -d' ' -f1)" ] || fault "not the digest of the limits: $limits"
echo "Entries may come within nine days: $limits." >>documents/$OLD.md
do_sms commit --all >/dev/null
approve bruno $OLD >/dev/null
verify_json
succeeds
json_has 'any(.findings[]; .rule == "rules-weakened" and .grade == "observation" and (.message | contains("POL-ACCESS")))'
json_has 'all(.findings[]; .rule != "late-entry")'

it 'judges every statement by the rules of its own time'
copy
as anna
edit_json sms.json '.approvals |= map(if .type == "policy" then .count = 2 else . end)'
commit 'stricter'
verify_json
succeeds
json_has '.statements.invalid == 0'

# A clone without the beginning of the history, of the folder given, to work in.
shallow() { cd "$WORK" && rm -rf "$WORK/shallow" && git clone -q --depth "$2" "file://$1" "$WORK/shallow" && cd "$WORK/shallow"; }

it 'verifies what a shallow clone has, wherever it is cut off, and says back to where'
copy
as anna
git checkout -q -b side
do_sms note SVC-MAIL 'On the side' >/dev/null
git checkout -q main
do_sms set "$TWO_ID" impact=low >/dev/null
tick
git merge -q --no-edit side || fault 'not merged'
edit_json sms.json '.approvals |= map(if .type == "plan" then .independent = false else . end)'
commit 'weaker: whether it is approved nobody can say here'
count=$(git rev-list --count --first-parent HEAD)
for ((depth = 1; depth < count; depth++)); do
  shallow "$WORK/copy" "$depth"
  verify_json
  status_is 3
  json_has '.verdict == "incomplete" and all(.findings[]; .rule == "shallow-clone" or .grade == "observation")'
  json_has ".commits == $(commits) and .statements.unjudged == $(git ls-files approvals | grep -c json) and .statements.valid == 0"
  [ "$(jq -r '.back_to[]' "$STDOUT" | sort)" = "$(sort .git/shallow)" ] || fault "depth $depth: back to $(jq -c .back_to "$STDOUT")"
done
cp "$STDOUT" "$WORK/seen.json"
run sms check --schema sms:output/verify.json "$WORK/seen.json"
succeeds
shallow "$WORK/copy" 1
verify --pin "$WORK/no-pin"
status_is 3
tr -s ' \n' ' ' <"$STDOUT" >"$WORK/line"
file_has "$WORK/line" "verified back to $(git rev-parse HEAD | cut -c1-12) only; what was before is unknown"
[ ! -e "$WORK/no-pin" ] || fault 'a pin was made of what is not there'

it 'finds what was tampered with in a shallow clone, where it is there'
copy
as anna
edit_json "$TWO" '.log |= .[1:]'
commit 'tampered with'
edit_json "$ONE" '.title = "Another"'
git rm -q "$(newest $OLD)"
commit 'and again'
do_sms note "$TWO_ID" 'Later' >/dev/null
shallow "$WORK/copy" 1
verify_json
status_is 3
json_has '[.findings[].rule] == ["shallow-clone"]'
shallow "$WORK/copy" 3
verify_json
status_is 1
json_has '[.findings[].rule] | contains(["closed-edited", "statement-removed"]) and all(.[]; . != "log-rewritten")'
shallow "$WORK/copy" 4
verify_json
status_is 1
json_has '[.findings[].rule] | contains(["closed-edited", "statement-removed", "log-rewritten"])'
# What was before is no excuse: who says that a whole history is cut off has it incomplete.
cd "$WORK/copy" || exit 1
git rev-parse HEAD~1 >.git/shallow
verify_json
status_is 1

it 'works in a bare repository, and in an empty one it says so'
copy
git clone -q --bare . "$WORK/bare.git"
run sms -C "$WORK/bare.git" --now 2026-12-31 verify
succeeds
git init -q "$WORK/empty"
run sms -C "$WORK/empty" verify
status_is 4
is_one_error

it 'says that a damaged object is damaged'
copy
blob=$(git rev-parse "HEAD:$TWO")
file=.git/objects/${blob:0:2}/${blob:2}
chmod u+w "$file" && printf 'x' | dd of="$file" bs=1 seek=20 conv=notrunc 2>/dev/null
run timeout 60 "$SMS" --now 2026-12-31 verify
status_is 4
is_one_error

it 'says that an object is not the one of its id, whatever kind it is'
for object in "HEAD:$TWO" HEAD:records/incident HEAD~3; do
  copy
  id=$(git rev-parse "$object") kind=$(git cat-file -t "$object")
  other=$(git rev-list --all --objects | cut -d' ' -f1 | grep -v "$id" | git cat-file --batch-check | awk -v k="$kind" '$2 == k {print $1; exit}')
  cp -f ".git/objects/${other:0:2}/${other:2}" ".git/objects/${id:0:2}/${id:2}"
  run sms --now 2026-12-31 verify
  status_is 4
  is_one_error
  stderr_has "$id is not what its id says"
done

it 'does not hang on an object that is cut off, or lies about its length'
for size in 0 1 10 40 100; do
  copy
  blob=$(git rev-parse "HEAD:$TWO")
  file=.git/objects/${blob:0:2}/${blob:2}
  chmod u+w "$file" && truncate -s "$size" "$file"
  run timeout 20 "$SMS" --now 2026-12-31 verify
  status_is 4
  is_one_error
done
git cat-file blob HEAD:sms.json >"$WORK/blob"
{ printf 'blob 3\0'; cat "$WORK/blob"; } | perl -MCompress::Zlib -e 'undef $/; print compress(<STDIN>)' >"$WORK/short" 2>/dev/null ||
  skip 'no Compress::Zlib'
if [ -s "$WORK/short" ]; then
  copy
  cp -f "$WORK/short" "$file"
  run timeout 20 "$SMS" --now 2026-12-31 verify
  status_is 4
  is_one_error
  stderr_has 'not as long as it says'
fi

it 'lists every code in sms-security(7) and in sms verify --help'
sms help sms-security >"$WORK/page"
sms help verify >"$WORK/command"
for case in "$TOP"/tests/cases/tamper/*.sh; do
  code=$(sed -n 's/^code=//p' "$case")
  grep -qw -- "$code" "$WORK/page" || fault "sms-security(7) lacks $code"
  grep -qw -- "$code" "$WORK/command" || fault "sms-verify(1) lacks $code"
done

it 'explains a code'
run sms explain merge-content
succeeds
stdout_has 'by sms verify'

it 'has a case for every code'
sed -n 's/^\t{"\([a-z-]*\)", .*/\1/p' "$TOP/lib/work/verify/rules.c" >"$WORK/codes"
[ "$(wc -l <"$WORK/codes")" -gt 40 ] || fault 'codes were not found'
while read -r code; do
  grep -qx "code=$code" "$TOP"/tests/cases/tamper/*.sh || grep -qw "$code" "$0" "$TOP/tests/cli/test_tamper.sh" ||
    fault "no case for $code"
done <"$WORK/codes"

finish
