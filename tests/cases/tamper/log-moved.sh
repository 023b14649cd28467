code=log-rewritten
tamper() {
  edit_json "$TWO" '.log |= [.[0], .[2], .[1], .[3]]'
  commit
}
