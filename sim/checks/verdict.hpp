// What a run is found to be: violations with what was looked at, expectations not met, and the exit
// code. Structured data that points at records; reports makes the words.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/choices.hpp"
#include "engine/record.hpp"
#include "failover/catalogue.hpp"
#include "failover/words/ids.hpp"
#include "sim/checks/at_limit.hpp"
#include "sim/checks/finding.hpp"
#include "sim/checks/looked.hpp"
#include "sim/checks/objectives.hpp"
#include "sim/facts/facts.hpp"

namespace sim::checks {

/// How long a wrong belief is excused: the time in which the product's own health check, as
/// configured, would have noticed. period × (retries + 1) + delay × retries + timeout, and what the
/// proxy's commands may take where an oracle waits for them. Of leaders it is the lifecheck
/// instead.
struct Grace {
    engine::Duration period{};
    std::int64_t retries = 0;
    engine::Duration retry_delay{};
    engine::Duration timeout{};
    engine::Duration command{};    ///< the longest that a command may take, where one is waited for
    engine::Duration lifecheck{};  ///< until a proxy that is out of reach counts as dead
    engine::Duration election{};   ///< until the others have another leader
    [[nodiscard]] engine::Duration total() const {
        return period * (retries + 1) + retry_delay * retries + timeout + command + lifecheck +
               election;
    }
};

/// Whom a violation is about; -1 where it does not apply.
struct Subject {
    facts::DatabaseId database{-1};
    failover::ProxyId proxy = failover::no_proxy;
    std::int32_t role = -1;
};

struct Violation {
    std::string_view oracle;
    Subject subject;
    engine::TrueTime since;                 ///< when the condition began
    engine::TrueTime at;                    ///< when it became a violation
    std::optional<engine::TrueTime> ended;  ///< when the condition ended, if it did
    std::optional<Grace> grace;
    std::vector<Evidence> evidence;
    bool waived = false;
    bool expected = false;  ///< the file's `outcome` names it
};

/// Unmet::seen where no table and no answer came at all.
inline constexpr std::int64_t nothing_seen = -1;

/// An expectation of the file that was not met.
struct Unmet {
    enum class What : std::uint8_t {
        observation,
        always,
        never,
        table,
        log,
        answer,
        exit_status,
        action,  ///< it did not return in time
        target,  ///< it was to be done to somebody who is nobody
        when,    ///< the step's `when` did not become true in time
        step,
        unknown
    } what = What::observation;
    facts::StepId step{-1};
    std::uint32_t index = 0;
    engine::TrueTime at;
    engine::Sequence record = 0;
    std::optional<TableDifference> difference;  ///< of a table
    std::int64_t expected = 0;                  ///< exit status or message id
    std::int64_t seen = 0;                      ///< likewise; of a log: lines found
    failover::MessageArguments arguments{};     ///< of the answer seen
};

/// What [[sometimes]] found in this run.
struct SometimesSeen {
    std::optional<engine::TrueTime> at;  ///< none: not in this run
};

/// How the run ended, worst first.
enum class Ending : std::uint8_t {
    impossible_choice,
    limit,
    not_deterministic,
    violated,
    not_as_expected,
    outcome_missing,
    as_expected,
};

struct Verdict {
    Ending ending = Ending::as_expected;
    std::vector<Violation> violations;
    std::vector<Unmet> unmet;
    std::vector<SometimesSeen> sometimes;         ///< one for each of the scenario's
    Objectives objectives;                        ///< recovery time and recovery point
    std::vector<std::uint32_t> unneeded_waivers;  ///< indices into Scenario::waivers
    std::vector<std::uint32_t> unasked_pins;      ///< indices into Scenario::pins
    std::optional<AtLimit> limit;
    engine::Impossible impossible;
    std::string_view missing_outcome;  ///< the oracle that `outcome` names in vain

    /// As scenario-format, "Exit codes", has them.
    [[nodiscard]] int exit_code() const;
};

}  // namespace sim::checks
