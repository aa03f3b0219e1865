// What steps become: actions with their targets, tables with typed cells, log lines with arguments.
#include <gtest/gtest.h>

#include <fstream>
#include <iterator>

#include "scenario_fixture.hpp"

namespace sim::scenario::tests {

namespace {

using namespace std::chrono_literals;
using Arguments = std::vector<std::optional<std::int32_t>>;

Step step_of(const std::string& lines) {
    const Scenario scenario = good(with_step(lines));
    return scenario.steps.empty() ? Step{} : scenario.steps.back();
}
Action action_of(const std::string& action) {
    const Step step = step_of("do = " + action);
    return step.actions.empty() ? Action{} : step.actions[0];
}
LogExpectation::Line line_of_log(const std::string& line) {
    const Step step = step_of("within = \"1s\"\nlog.node101 = ['" + line + "']");
    return step.logs.empty() || step.logs[0].lines.empty() ? LogExpectation::Line{}
                                                           : step.logs[0].lines[0];
}

TEST(Actions, NameDatabasesProxiesAndRoles) {
    EXPECT_EQ(action_of("{ stop_database = \"node103\", mode = \"immediate\" }").mode,
              StopMode::immediate);
    EXPECT_EQ(action_of("{ kill_database = \"primary\" }").targets[0].kind, Target::Kind::primary);
    EXPECT_EQ(action_of("{ stop_database = \"a_standby\" }").targets[0].kind,
              Target::Kind::a_standby);
    EXPECT_EQ(action_of("{ kill_proxy = \"leader\" }").targets[0].kind, Target::Kind::leader);
    EXPECT_EQ(action_of("{ stop_proxy = \"other(node101)\" }").targets[0],
              (Target{Target::Kind::other, Target::Of::proxy, 0}));
    const Action restart = action_of(
        "{ restart_proxy = [\"node102\", \"node101\"], reaction = \"1s\", together = true, "
        "discard_status = true }");
    EXPECT_EQ(restart.targets[0], (Target{Target::Kind::named, Target::Of::proxy, 1}));
    EXPECT_EQ(restart.reaction, (Span{1s, 1s}));
    EXPECT_TRUE(restart.together);
    EXPECT_TRUE(restart.discard_status);
    EXPECT_EQ(action_of("{ kill_proxy = \"node101\", process = \"watchdog\" }").process, 1);
    EXPECT_EQ(action_of("{ stop_database = \"node103\", for = \"1min\" }").lasts, 1min);
}

TEST(Actions, BindWhatARoleTurnedOutToBe) {
    const Scenario s = good(with_step("do = { kill_database = \"primary\", as = \"old\" }") +
                            "[[step]]\nname = \"again\"\ndo = { start_database = \"old\" }\n");
    EXPECT_EQ(s.names, std::vector<std::string>{"old"});
    EXPECT_EQ(s.steps[0].actions[0].bind, 0U);
    EXPECT_EQ(s.steps[1].actions[0].targets[0],
              (Target{Target::Kind::bound, Target::Of::database, 0}));
}

TEST(Actions, ReachOperatorsToolsAndTheNetwork) {
    EXPECT_EQ(action_of("{ pcp_detach_node = \"node103\", on = \"node102\", exit = 0 }").node->id,
              2);
    EXPECT_EQ(action_of("{ psql = \"SHOW pool_nodes;\", via = \"node101\" }").query,
              Query::show_pool_nodes);
    EXPECT_EQ(
        action_of("{ psql = \"select * from pg_stat_replication\", via = \"node101\" }").query,
        Query::replication_view);
    EXPECT_EQ(action_of("{ psql = \"select 1\", via = \"node101\" }").query, Query::read);
    EXPECT_EQ(action_of("{ psql = \"insert into t values (1)\", via = \"node101\" }").query,
              Query::write);
    const Action split = action_of("{ partition = [[\"node101\"], [\"node102\", \"node103\"]] }");
    EXPECT_EQ(split.groups.size(), 2U);
    EXPECT_EQ(split.groups[1], (std::vector<Target>{{Target::Kind::named, Target::Of::host, 1},
                                                    {Target::Kind::named, Target::Of::host, 2}}));
    const Action cut = action_of(
        "{ cut = { from = \"node101\", to = [\"node102\", \"node103\"], plane = \"health\" } }");
    EXPECT_EQ(cut.from.size(), 1U);
    EXPECT_EQ(cut.to.size(), 2U);
    EXPECT_EQ(cut.plane, failover::Plane::database);
    EXPECT_EQ(action_of("{ heal = true }").verb, Verb::heal);
    const Action wait = action_of("{ wait = \"2s..5s\" }");
    EXPECT_EQ(wait.waits, (Span{2s, 5s}));
}

TEST(Answers, AreSuccessMessagesNumbersAndNodeLines) {
    const auto answer = [](const std::string& action) {
        const auto found = action_of(action).answer;
        EXPECT_TRUE(found.has_value());
        return found.value_or(ExpectedAnswer{});
    };
    EXPECT_EQ(answer("{ pcp_node_count = true, on = \"node101\", answer = \"3\" }").arguments[0],
              3);
    const auto info = answer(
        "{ pcp_node_info = 2, on = \"node101\", answer = \"192.168.1.103 54321 3 "
        "0.333333 down\" }");
    EXPECT_EQ(info.form, ExpectedAnswer::Form::node_info);
    EXPECT_EQ(info.arguments, (failover::MessageArguments{2, 54'321, 3, 333'333}));
    const auto error = answer(
        "{ pcp_detach_node = 2, on = \"node101\", answer = \"ERROR:  invalid "
        "degenerate backend request, node id : 2 status: [3] is not valid for "
        "failover\" }");
    EXPECT_EQ(error.form, ExpectedAnswer::Form::message);
    EXPECT_EQ(error.id, no_such_node);
    EXPECT_EQ(error.arguments[0], 2);
    EXPECT_EQ(error.arguments[1], 3);
}

TEST(Tables, CompareOnlyTheColumnsGivenInTheirOrder) {
    const Step step = step_of(R"(pool_nodes.node101 = """
 status | node_id | role
--------+---------+------
 waiting | 0 | primary
 down | 1 | standby
 unused | 2 | standby
(3 rows)
""")");
    const Table& table = *step.looks[0].expected;
    EXPECT_EQ(table.columns, (std::vector<std::uint8_t>{3, 0, 5}));
    EXPECT_EQ(table.rows,
              (std::vector<std::vector<std::int64_t>>{{1, 0, 0}, {3, 1, 1}, {0, 2, 1}}));
}

TEST(Tables, OfReplicationTakeEveryColumnThatPsqlPrints) {
    std::ifstream file(SIMRUN_SOURCE_DIR "/tests/sim/files/replication_view.txt");
    const std::string table{std::istreambuf_iterator<char>(file), {}};
    const Step step = step_of("stat_replication.node101 = '''\n" + table + "'''");
    ASSERT_EQ(step.looks.size(), 1U);
    EXPECT_EQ(step.looks[0].kind, TableKind::stat_replication);
    const std::int64_t lsn = 0x172000D10;
    EXPECT_EQ(step.looks[0].expected->rows[0],
              (std::vector<std::int64_t>{21'847, 10, 0, 1, 1, -1, 10'719, 1'500'000'000, -1, 2, lsn,
                                         lsn, lsn, lsn, 0, 0}))
        << "backend_start counts from t = 0, which is the date of the file";
}

TEST(Tables, MayBePartialOrPeekedAtOrOnlyAskedFor) {
    const Step step = step_of(R"(
pool_nodes.node101 = true
pool_nodes.node102 = { partial = true, peek = true, table = "node_id | status\n2 | up" })");
    EXPECT_FALSE(step.looks[0].expected.has_value());
    EXPECT_TRUE(step.looks[1].peek);
    EXPECT_TRUE(step.looks[1].expected->partial);
    EXPECT_EQ(step.looks[1].expected->rows.size(), 1U);
}

TEST(Tables, AreAskedForInTheOrderOfTheFile) {
    const Step step = step_of(
        "stat_replication.node101 = true\npool_nodes.node102 = true\n"
        "pool_nodes.node101 = true");
    EXPECT_EQ(step.looks[0].kind, TableKind::stat_replication);
    EXPECT_EQ(step.looks[1].target, 1);
    EXPECT_EQ(step.looks[2].target, 0);
}

TEST(LogLines, AreReadBackToArguments) {
    const auto holder = line_of_log(
        "local kingbasecluster node \"192.168.1.101:9999 Linux node101\" "
        "is requesting to become a lock holder for failover ID: 465");
    EXPECT_EQ(holder.id, lock_holder);
    EXPECT_EQ(holder.arguments, (Arguments{0, 0, 465}));
    const auto status = line_of_log("FAILBACK lock is currently FREE");
    EXPECT_EQ(status.id, lock_status);
    EXPECT_EQ(status.arguments, (Arguments{1, 1})) << "a list of words may begin at 1";
    EXPECT_EQ(line_of_log("Backend status file /var/x discarded").id, saved_path);
    EXPECT_EQ(line_of_log("forwarding {all}").id, remote_nodes);
}

TEST(LogLines, MayCarryThePrefixThatTheProductPrints) {
    const auto line = line_of_log(
        "2023-08-04 16:26:13: pid 22434: LOG:  failback done. reconnect "
        "host 192.168.1.103(54321)");
    EXPECT_EQ(line.id, failback_done);
    EXPECT_EQ(line.arguments, (Arguments{2}));
    const auto named = line_of_log(
        "2023-08-04 16:26:13: pid 22434: MAIN: LOG: failback done. "
        "reconnect host 192.168.1.101(54321)");
    EXPECT_EQ(named.arguments, (Arguments{0}));
}

TEST(LogLines, KnowDetails) {
    const auto line =
        line_of_log("DETAIL:  watchdog cluster currently has 1 connected remote nodes");
    EXPECT_EQ(line.id, remote_nodes);
    EXPECT_TRUE(line.detail);
    EXPECT_EQ(line.arguments, (Arguments{1}));
    EXPECT_TRUE(
        line_of_log("request was from remote kingbasecluster node \"192.168.1.102:9999 Linux "
                    "node102\"")
            .detail);
}

TEST(LogLines, KnowThatSeveralMessagesReadTheSame) {
    const auto line = line_of_log("the same text 5");
    EXPECT_EQ(line.id, twice_a);
    EXPECT_EQ(line.same_text, (std::vector<failover::MessageId>{twice_b}));
}

TEST(LogLines, BetweenSlashesArePatterns) {
    const auto line = line_of_log("/fail(back|over) done/");
    ASSERT_TRUE(line.pattern.has_value());
    EXPECT_TRUE(line.pattern->found_in("failback done. reconnect host 192.168.1.103(54321)"));
    EXPECT_EQ(line.id, failback_done) << "the only message that it can match";
    EXPECT_TRUE(line.same_text.empty()) << "a path has no blanks";
}

TEST(Steps, StartWhenTheySay) {
    const Scenario s = good(with_step("at = \"-5s\"\ncheck = \"true\"") +
                            "[[step]]\nname = \"later\"\nafter = \"3s\"\ncheck = \"true\"\n"
                            "[[step]]\nname = \"when\"\nwhen = \"running(node101)\"\ntimeout = "
                            "\"1min\"\ncheck = \"true\"\n"
                            "[[step]]\nname = \"beside\"\nstart = \"with 'later'\"\ndetach = true\n"
                            "do = { wait = \"1s\" }\nrepeat = { every = \"30s\", times = 5 }\n");
    EXPECT_EQ(s.steps[0].at, -5s);
    EXPECT_EQ(s.steps[1].after, 3s);
    EXPECT_TRUE(s.steps[2].when.has_value());
    EXPECT_EQ(s.steps[2].timeout, 1min);
    EXPECT_EQ(s.steps[3].beside, 1U);
    EXPECT_TRUE(s.steps[3].detach);
    EXPECT_EQ(s.steps[3].repeat_every, 30s);
    EXPECT_EQ(s.steps[3].repeat_times, 5U);
}

TEST(Steps, ObserveInSeveralWays) {
    const Step step = step_of(
        "expect = \"streaming(node103)\"\nwithin = \"5s\"\ncheck = \"running(node101)\"\n"
        "observe = [ { hold = \"running(node102)\", for = \"7s\" }, "
        "{ never = \"running(node103)\", for = \"8s\" }, "
        "{ expect = \"all(status(*, by=*) == up)\" } ]");
    ASSERT_EQ(step.observations.size(), 5U);
    EXPECT_EQ(step.observations[0].span, 5s);
    EXPECT_FALSE(step.observations[1].span.has_value());
    EXPECT_EQ(step.observations[2].span, 7s);
    EXPECT_EQ(step.observations[3].kind, Observation::Kind::never);
    EXPECT_FALSE(step.observations[4].span.has_value()) << "follows from the configuration";
}

TEST(Steps, CannotBeReachedBeforeTheStepsAboveHaveEnded) {
    const std::string above =
        "hold = \"running(node101)\"\nfor = \"2min\"\n[[step]]\nname = \"b\"\n";
    EXPECT_EQ(first_message(with_step(above + "at = \"1min\"\ncheck = \"true\"")),
              "23:6: never reached: the steps above end at 2min at the earliest");
    EXPECT_EQ(good(with_step(above + "at = \"3min\"\ncheck = \"true\"")).steps[1].at, 3min);
}

TEST(Proxies, TakeParametersInTheProductsUnits) {
    const Scenario s = good(with_step("check = \"true\"") +
                            "[proxy]\nhealth_check_period = 10\nconnect_timeout = 250\n"
                            "load_balance_mode = \"off\"\nwd_lifecheck_method = \"query\"\n"
                            "status_file = [\"up\", \"down\", \"up\"]\nstatus_path = \"/x\"\n"
                            "[proxy.commands]\nfailover = { takes = \"2s..8s\", does = "
                            "\"nothing\", exit = 1 }\n"
                            "failback = { line = \"/path/failback.sh %d\" }\n");
    const ProxySpec& proxy = s.proxies[0];
    const auto number = [&](std::size_t i) { return std::get<std::int64_t>(proxy.parameters[i]); };
    EXPECT_EQ(number(0), 10'000'000'000);
    EXPECT_EQ(number(1), 250'000'000);
    EXPECT_EQ(number(2), 0);
    EXPECT_EQ(number(3), 10'000'000);
    EXPECT_EQ(number(4), 32);
    EXPECT_EQ(number(5), 1);
    EXPECT_EQ(number(9), 1) << "master_slave_mode is on unless a file says else";
    EXPECT_FALSE(std::get<std::string>(proxy.parameters[6]).empty());
    EXPECT_EQ(std::get<std::string>(proxy.parameters[7]), "/path/failback.sh %d");
    ASSERT_EQ(proxy.commands.size(), 2U);
    EXPECT_EQ(proxy.commands[0].parameter, 6);
    EXPECT_EQ(proxy.commands[0].takes, (Span{2s, 8s}));
    EXPECT_EQ(proxy.commands[0].does, CommandSpec::Does::nothing);
    EXPECT_EQ(proxy.commands[0].exit_status, 1);
    EXPECT_EQ(proxy.status_file->lines, (std::vector<std::string>{"up", "down", "up"}));
    EXPECT_EQ(proxy.status_path, "/x");
}

TEST(Hosts, OverrideWhatAllHaveInCommon) {
    const Scenario s = good(
        "version = 1\ntitle = \"t\"\n[database]\nport = 5000\nlsn = \"1/72000D10\"\ntimeline = 15\n"
        "weight = 0.5\n[proxy]\nport = 7777\nhealth_check_period = 10\n"
        "[[host]]\nname = \"a1\"\naddress = \"10.0.0.1\"\ndatabase = \"primary\"\nproxy = true\n"
        "[[host]]\nname = \"a2\"\naddress = \"10.0.0.2\"\n"
        "database = { role = \"standby\", port = 5001, running = false, "
        "flag = \"DISALLOW_TO_FAILOVER\" }\n"
        "proxy = { port = 7778, wd_priority = 5, wd_port = 9001, health_check_period = 0 }\n"
        "[[step]]\nname = \"it\"\ncheck = \"true\"\n");
    EXPECT_EQ(s.databases[0].port, 5000);
    EXPECT_EQ(s.databases[0].first_lsn, 0x172000D10U);
    EXPECT_EQ(s.databases[0].first_timeline, 15U);
    EXPECT_EQ(s.databases[0].weight_millionths, 500'000);
    EXPECT_EQ(s.databases[1].port, 5001);
    EXPECT_FALSE(s.databases[1].running_at_start);
    EXPECT_TRUE(s.databases[1].disallow_to_failover);
    EXPECT_EQ(s.proxies[1].port, 7778);
    EXPECT_EQ(s.proxies[1].wd_port, 9001);
    EXPECT_EQ(s.proxies[1].wd_priority, 5);
    EXPECT_EQ(std::get<std::int64_t>(s.proxies[0].parameters[0]), 10'000'000'000);
    EXPECT_EQ(std::get<std::int64_t>(s.proxies[1].parameters[0]), 0);
}

TEST(Choices, AnswerWithHostsSpansAndNumbers) {
    const Scenario s =
        good(with_step("check = \"true\"") +
             "[choices]\n\"a/b\" = \"node102\"\n\"a/c\" = \"1.5ms\"\n\"a/d\" = true\n"
             "\"a/e#3\" = 7\n");
    ASSERT_EQ(s.pins.size(), 4U);
    EXPECT_EQ(s.pins[0].pin.answer, 1);
    EXPECT_EQ(s.pins[1].pin.answer, 1'500'000);
    EXPECT_EQ(s.pins[2].pin.answer, 1);
    EXPECT_EQ(s.pins[3].pin.answer, 7);
    EXPECT_EQ(s.pins[3].pin.nth, 3U);
}

TEST(Loads, AreKnownToConditions) {
    const Scenario s =
        good(with_step("check = \"lost(orders) == 0 and write_outage(orders) < 5s\"") +
             "[[load]]\nname = \"orders\"\nvia = \"node102\"\nrate = \"20/s\"\n"
             "[[always]]\ncondition = \"running(node101)\"\n"
             "[[never]]\ncondition = \"count(primaries()) > 1\"\n"
             "[waive]\nviews_disagree = \"known\"\n");
    EXPECT_EQ(s.loads[0].every, 50ms);
    EXPECT_EQ(s.loads[0].via, failover::ProxyId{1});
    EXPECT_EQ(s.always.size(), 1U);
    EXPECT_EQ(s.never[0].kind, Observation::Kind::never);
    EXPECT_EQ(s.waivers[0].oracle, "views_disagree");
}

}  // namespace

}  // namespace sim::scenario::tests
