code=commit-malformed
tamper() {
  tree=$(git rev-parse HEAD:documents)
  { git cat-file tree "$tree"; git cat-file tree "$tree"; } >"$WORK/tree"
  double=$(git hash-object -t tree -w --literally "$WORK/tree")
  git ls-tree HEAD | sed "s/$tree/$double/" >"$WORK/listing"
  tick
  git update-ref HEAD "$(git commit-tree -p HEAD -m double "$(git mktree <"$WORK/listing")")"
}
