code=grafts
status=3
tamper() {
  git rev-parse HEAD >.git/info/grafts
}
