// What the naive logic tells about itself: everything that stories, reports and commands know of
// it.
#include "failover/logics/naive/naive.hpp"

namespace failover::naive {
namespace {

constexpr std::array messages{MessageText{0, "none", Severity::log, "", "", "", "", false},
                              MessageText{1, "naive.up", Severity::log,
                                          "database {0:host}:{0:port} is up", "", "", "", false},
                              MessageText{2, "naive.down", Severity::log,
                                          "database {0:host}:{0:port} is down", "", "", "", false}};
constexpr std::array roles{RoleText{"main", "MAIN", false, false}};
constexpr std::array parameters{Parameter{"check_period", ParameterKind::seconds, "5", 1, 3600, "",
                                          "between two rounds of checks"}};

/// In the order of Naive::Row.
const std::vector<RuleTable>& tables() {
    static const std::vector<RuleTable> all{
        {"probe",
         "what a probe of a database comes to",
         "docs/own-logic.md",
         {"the database", "is believed"},
         {{{"lets us log in", "up"}, {}},
          {{"does not let us log in", "down"}, {}},
          {{"cannot be connected", "down"}, {}},
          {{"says nothing until the next round", "down"}, {}}}}};
    return all;
}

}  // namespace

const Catalogue& Naive::catalogue() {
    static const Catalogue all{messages, {}, roles, parameters, {}, {}, "1.0", tables()};
    return all;
}

}  // namespace failover::naive
