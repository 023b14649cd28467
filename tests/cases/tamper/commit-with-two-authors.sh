code=commit-malformed
tamper() {
  git cat-file commit HEAD >"$WORK/commit"
  sed 's/^committer .*/&\nauthor Bruno Meier <bruno@example.org> 1780000000 +0000/' "$WORK/commit" >"$WORK/double"
  git update-ref HEAD "$(git hash-object -t commit -w --literally "$WORK/double")"
}
