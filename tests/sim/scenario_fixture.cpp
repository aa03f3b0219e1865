#include "scenario_fixture.hpp"

#include <gtest/gtest.h>

namespace sim::scenario::tests {

namespace {

using failover::MessageText;
using failover::Parameter;
using failover::ParameterKind;
using failover::RoleText;
using failover::Severity;
using failover::WordList;

constexpr std::array messages{
    MessageText{no_message, "none", Severity::debug, "", "", "", ""},
    MessageText{processing, "wd.processing", Severity::log,
                "watchdog is processing the failover command [{0:function}] received from "
                "{1:locality} on IPC interface",
                "", "", ""},
    MessageText{starting_failback, "main.starting_failback", Severity::log,
                "starting fail back. reconnect host {0:host}({0:port})", "", "", ""},
    MessageText{failback_done, "main.failback_done", Severity::log,
                "failback done. reconnect host {0:host}({0:port})", "", "", ""},
    MessageText{lock_holder, "wd.lock_holder", Severity::log,
                "{0:locality} node \"{1:proxy}\" is requesting to become a lock holder for "
                "failover ID: {2}",
                "", "", ""},
    MessageText{lock_status, "wd.lock_status", Severity::log, "{0:lock} lock is currently {1:free}",
                "request was from remote pgpool-II node \"{2:proxy}\"", "", ""},
    MessageText{quiet, "wd.quiet", Severity::notice, "our join coordinator is rejected", "", "",
                ""},
    MessageText{forked, "pcp.forked", Severity::log, "forked new pcp worker, pid={0} socket={1}",
                "", "", ""},
    MessageText{no_such_node, "pcp.no_such_node", Severity::error,
                "invalid degenerate backend request, node id : {0} status: [{1}] is not valid for "
                "failover",
                "", "", ""},
    MessageText{twice_a, "main.twice", Severity::log, "the same text {0}", "", "", ""},
    MessageText{twice_b, "child.twice", Severity::log, "the same text {0}", "", "", ""},
    MessageText{saved_path, "main.path", Severity::log, "Backend status file {0:path} discarded",
                "", "", ""},
    MessageText{remote_nodes, "wd.forwarding", Severity::log, "forwarding {{all}}",
                "watchdog cluster currently has {0} connected remote nodes", "", ""},
};

constexpr std::array<std::string_view, 3> functions{
    "FAILBACK_REQUEST", "DEGENERATE_BACKEND_REQUEST", "PROMOTE_BACKEND_REQUEST"};
constexpr std::array<std::string_view, 2> localities{"local pgpool-II", "remote pgpool-II"};
constexpr std::array<std::string_view, 3> locks{"FAILOVER", "FAILBACK", "FOLLOW MASTER"};
constexpr std::array<std::string_view, 2> free_words{"FREE", "LOCKED"};
constexpr std::array lists{WordList{"function", 0, functions}, WordList{"locality", 0, localities},
                           WordList{"lock", 0, locks}, WordList{"free", 1, free_words}};

constexpr std::array roles{RoleText{"main", "MAIN"}, RoleText{"watchdog", "WATCHDOG"},
                           RoleText{"session", "CHILD"}};

constexpr std::array parameters{
    Parameter{"health_check_period", ParameterKind::seconds, "0", 0, INT32_MAX, "", "how often"},
    Parameter{"connect_timeout", ParameterKind::milliseconds, "10000", 0, INT32_MAX, "",
              "how long"},
    Parameter{"load_balance_mode", ParameterKind::boolean, "on", 0, 1, "", "spreads reads"},
    Parameter{"delay_threshold", ParameterKind::bytes, "10000000", 0, INT64_MAX, "", "lag"},
    Parameter{"num_init_children", ParameterKind::integer, "32", 1, 1000, "", "children"},
    Parameter{"wd_lifecheck_method", ParameterKind::words, "heartbeat", 0, 0,
              "heartbeat|query|external", "how"},
    Parameter{"failover_command", ParameterKind::text, "", 0, 0, "", "command"},
    Parameter{"failback_command", ParameterKind::text, "", 0, 0, "", "command"},
    Parameter{"use_watchdog", ParameterKind::boolean, "off", 0, 1, "", "watchdog"},
    Parameter{"master_slave_mode", ParameterKind::boolean, "off", 0, 1, "", "mode"},
};

constexpr failover::Catalogue catalogue{messages, lists, roles, parameters, {}, {}, "made up"};

constexpr std::array logics{NamedCatalogue{"interlock", &catalogue}};
constexpr std::array replacements{DialectWords::Replacement{"pgpool-II", "kingbasecluster"}};
constexpr std::array<std::string_view, 1> dropped{"pcp.forked"};
constexpr std::array dialects{DialectWords{"v8r3", replacements, dropped},
                              DialectWords{"pgpool-3.6", {}, {}}};
constexpr std::array<std::string_view, 2> oracles{"stale_down", "views_disagree"};

}  // namespace

LogicCatalogues catalogues() { return {logics, dialects, oracles}; }

std::string cluster() {
    return R"(version = 1
title = "a test"
[[host]]
name = "node101"
address = "192.168.1.101"
database = "primary"
proxy = true
[[host]]
name = "node102"
address = "192.168.1.102"
database = { role = "standby", application_name = "node2" }
proxy = true
[[host]]
name = "node103"
address = "192.168.1.103"
database = { role = "standby", application_name = "node3" }
)";
}

std::string with_step(std::string_view step) {
    return cluster() + "[[step]]\nname = \"it\"\n" + std::string(step) + "\n";
}

Scenario good(const std::string& text) {
    auto parsed = load_text("test.toml", text, catalogues());
    EXPECT_TRUE(parsed.diagnostics.empty()) << render(parsed.diagnostics);
    if (!parsed.value || parsed.value->empty()) return {};
    return std::move(parsed.value->front());
}

std::vector<Diagnostic> wrong(const std::string& text) {
    auto parsed = load_text("test.toml", text, catalogues());
    EXPECT_FALSE(parsed.value.has_value()) << "nothing was found wrong";
    return std::move(parsed.diagnostics);
}

std::string first_message(const std::string& text) {
    const auto all = wrong(text);
    if (all.empty()) return {};
    return std::to_string(all[0].place.line) + ":" + std::to_string(all[0].place.column) + ": " +
           all[0].message;
}

}  // namespace sim::scenario::tests
