code=partial-clone
status=3
tamper() {
  git config uploadpack.allowFilter true
  cd .. && mv copy whole && git clone -q --filter=blob:none "file://$WORK/whole" copy && rm -rf whole && cd copy
}
