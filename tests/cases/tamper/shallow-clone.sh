code=shallow-clone
status=3
tamper() {
  cd .. && mv copy whole && git clone -q --depth 2 "file://$WORK/whole" copy && rm -rf whole && cd copy
}
