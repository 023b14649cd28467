code=replace-refs
status=3
tamper() {
  git replace "$(git rev-parse HEAD)" "$(git rev-parse HEAD~1)"
}
