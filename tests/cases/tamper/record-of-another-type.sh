code=record-identity
tamper() {
  edit_json records/service/SVC-FILES.json '.type = "asset"'
  commit
}
