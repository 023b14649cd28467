code=record-json
tamper() {
  sed -i 's/"state": "new",/"state": "new",\n  "state": "closed",/' "$TWO"
  commit
}
