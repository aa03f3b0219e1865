// The story of a scenario: steps from top to bottom, each with actions, observations, looks at
// tables and expected log lines (scenario-format, Steps).
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "failover/logic.hpp"
#include "sim/scenario/action.hpp"
#include "sim/scenario/expression.hpp"
#include "sim/scenario/pattern.hpp"
#include "sim/scenario/words.hpp"

namespace sim::scenario {

struct Observation {
    enum class Kind : std::uint8_t { expect, check, hold, never } kind = Kind::expect;
    Expression condition;
    std::optional<Duration> span;  ///< within / for; none: derived from the configuration
    Place place;
    bool operator==(const Observation&) const = default;
};

/// A table asked for after the other observations have settled.
struct Look {
    TableKind kind = TableKind::pool_nodes;
    std::int32_t target = 0;  ///< proxy, or database for stat_replication
    bool peek = false;
    std::optional<Table> expected;
    Place place;
    bool operator==(const Look&) const = default;
};

/// Log messages that must appear in this order in one proxy's log, others between them allowed.
struct LogExpectation {
    ProxyId proxy;
    struct Line {
        failover::MessageId id = 0;
        std::vector<failover::MessageId> same_text;  ///< further messages that it can be
        bool detail = false;  ///< the text is the DETAIL, HINT or CONTEXT of `id`
        std::vector<std::optional<std::int32_t>> arguments;  ///< none: any
        std::optional<Pattern> pattern;  ///< of `/…/`; held against the text as it is printed
        std::string source;
        bool operator==(const Line&) const = default;
    };
    std::vector<Line> lines;
    Place place;
    bool operator==(const LogExpectation&) const = default;
};

struct Step {
    std::string name;
    std::vector<Action> actions;
    std::vector<Observation> observations;
    std::vector<Look> looks;
    std::vector<LogExpectation> logs;
    bool detach = false;
    Duration after{};
    std::optional<Duration> at;  ///< absolute, from t = 0
    std::optional<Expression> when;
    std::optional<std::uint32_t> beside;  ///< `start = "with '…'"`: index of that step
    std::optional<Duration> within;       ///< of the step, for logs
    Duration timeout = std::chrono::minutes{10};
    Duration repeat_every{};
    std::uint32_t repeat_times = 1;
    Place place;
    bool operator==(const Step&) const = default;
};

}  // namespace sim::scenario
