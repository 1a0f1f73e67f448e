# SPDX-License-Identifier: Apache-2.0
# The JDK is found as the launcher finds it; Maven brings everything else.
.PHONY: check test dev bench soak format clean openapi

export JAVA_HOME := $(shell ./regent --jdk 2>/dev/null)
export REGENT_PEERS := $(if $(wildcard .peers/usr),$(CURDIR)/.peers)
mvn := mvn -B -ntp

## Everything that decides about a change: format, compiler checks, tests against real peers, mutations.
check:
	@./regent --jdk >/dev/null
	@.ci/peers
	@rm -rf */target/surefire-reports
	$(mvn) -q spotless:check
	REGENT_PEERS=$$([ -d .peers/usr ] && echo "$(CURDIR)/.peers") $(mvn) package
	@.ci/console
	$(mvn) -q -pl core org.pitest:pitest-maven:mutationCoverage
	$(mvn) -q -pl core org.pitest:pitest-maven:mutationCoverage@act
	@.ci/totals

## The inner loop: tests of everything, without mutations; `make test only=JudgeTest` for one.
test:
	$(mvn) -q test $(if $(only),-Dtest='$(only)' -Dsurefire.failIfNoSpecifiedTests=false)

## Builds what changed and runs it on the demo estate.
dev:
	$(mvn) -q -pl server,cli -am package -DskipTests
	./regent up --demo

## The budgets, beside the real thing: docs/benchmarks.md.
bench:
	$(mvn) -q -pl cli,bench -am package -DskipTests
	bench/run.sh

## The long ones: many more made-up worlds, changes of the graph and kill points than a change needs; about three
## quarters of an hour, or as long as `worlds=…`, `changes=…` and `kills=…` say.
worlds ?= 1000
changes ?= 1000000
kills ?= 50
soak:
	$(mvn) test -Dregent.worlds=$(worlds) -Dregent.changes=$(changes) \
		-Dtest='OracleAgreementTest,SafetyPropertyTest,PackedPlanTest,RegistryGraphPropertyTest' \
		-Dsurefire.failIfNoSpecifiedTests=false
	$(mvn) package -pl whole -am -Dregent.kills=$(kills) -Dtest='dev.regent.whole.KilledTest' \
		-Dsurefire.failIfNoSpecifiedTests=false

format:
	$(mvn) -q spotless:apply

clean:
	$(mvn) -q clean

## Writes the API's description anew: docs/openapi.yaml.
openapi:
	$(mvn) -q -pl server -am package -DskipTests
	cp server/target/openapi/openapi.yaml docs/
