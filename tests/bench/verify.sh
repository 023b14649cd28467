# The proof of a whole history: all its commits, and 2,000 signed statements among them.
statements=2000
[ -z "$quick" ] || statements=200
commits=$((10 * statements))
heading verify "$(thousands $commits) commits, $(thousands $statements) of them approvals; git: log --name-only, log --format=%G?" sms git

# Two persons: one writes policies, the other approves each with a key that git signs with as well. The commits that
# approve are signed, so that git has as many signatures to look at. Kept at `path`.
approve_policies() {
  cd "$new"
  export GIT_COMMITTER_NAME='Bruno Meier' GIT_COMMITTER_EMAIL=bruno@example.org
  # A minute later.
  step() { now=$((now + 60)) && "$SMS" --now "$(date -u -d "@$now" +%FT%TZ)" "$@"; }
  ssh-keygen -q -t ed25519 -N '' -C bench -f "$scratch/key"
  step add-person --title 'Bruno Meier' --emails bruno@example.org
  step add-assignment --role top-management --person bruno
  step key add "$scratch/key.pub" --person bruno
  echo 'We keep what we promise.' >"$scratch/text"
  for ((i = 1; i <= statements; i++)); do
    step add-policy --topic "topic-$i" --title "Policy $i" --owner PER-ANNA-KELLER --body "$scratch/text"
    GIT_AUTHOR_NAME='Bruno Meier' GIT_AUTHOR_EMAIL=bruno@example.org \
      step approve "POL-POLICY-$i" --yes --key "$scratch/key"
    GIT_COMMITTER_DATE="$now +0000" git -c gpg.format=ssh -c user.signingKey="$scratch/key" -c core.fsync=none commit -q --amend --no-edit -S
  done
  "$tools/bench_generate" "$statements" $((commits - 2 * statements)) | git fast-import --quiet
  git repack -adfq
  git commit-graph write --reachable --no-progress
  git reset -q --hard
  git config gpg.ssh.allowedSignersFile "$path/signers"
  echo "* $(cat "$scratch/key.pub")" >signers
}
approved_repository() {
  local sum path i now new=$scratch/approved
  sum=$(cat "$here/verify.sh" "$here/generate.c" "$top/schemas/types/policy.json" | cksum)
  path=$cache/approved-$statements-${sum%% *}
  echo "$path"
  [ ! -d "$path" ] || return 0
  progress "making a repository of $statements approvals and $commits commits"
  # Thousands of commits one by one: in memory, where that is there, since each waits for the disk else.
  if [ -w /dev/shm ]; then
    new=$(mktemp -d /dev/shm/sms-bench-XXXXXX)/approved
    trap "rm -rf '${new%/*}'" EXIT
  fi
  rm -rf "$cache/approved-$statements-"* "$new"
  now=$(date -u -d 2024-02-01 +%s)
  "$SMS" --now 2024-01-31 init --org 'Example AG' "$new" >/dev/null
  whole 'no repository of approvals' approve_policies
  mv "$new" "$path"
  sync
  progress
}
repository=$(approved_repository)
compare 'verify; log --name-only' '' -s 1 -n "$LONG" "$SMS -C $repository verify --bulk 100000" \
  "git -C $repository log --name-only"
compare 'verify; log --format=%G?' '<1x' -s 1 -n 3 "$SMS -C $repository verify --bulk 100000" \
  "git -C $repository log --format=%G?"
compare_memory 'memory' '<400MiB' -n 1 "$SMS -C $repository verify --bulk 100000" \
  "git -C $repository log --name-only"
