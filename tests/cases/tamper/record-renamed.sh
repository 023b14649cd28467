code=record-renamed
tamper() {
  git mv records/service/SVC-FILES.json records/service/SVC-SHARES.json
  sed -i 's/SVC-FILES/SVC-SHARES/' records/service/SVC-SHARES.json
  commit
}
