# The two commands that matter: `make run` and `make test`. Both bring what they need; docs/install.md says more.
.PHONY: help run stop test bench lint messages
start := @sh scripts/python.sh

help:
	@echo "make run    start BASODARA for trying out: http://localhost:8000 (PORT=…), Ctrl-C ends it"
	@echo "make stop   end it from another terminal"
	@echo "make test   all tests; one area: make test ARGS=tests/setup"
	@echo "make lint   style, order of the rooms, templates"
	@echo "make bench  measure pages and write docs/performance.md"
	@echo "make messages  collect and compile the translations"

run:
	$(start) scripts.prepare run

stop:
	$(start) scripts.stop

test:
	$(start) scripts.prepare test $(ARGS)

bench:
	$(start) scripts.prepare bench $(ARGS)

lint:
	$(start) scripts.prepare lint

messages:
	$(start) scripts.prepare messages
