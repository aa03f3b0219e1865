// Runs a scenario: Scenario × Choices → a stream of records. Pure: equal in, equal out; the
// machine's speed, the recording level and the copies made on the way change nothing.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "engine/choices.hpp"
#include "engine/fingerprint.hpp"
#include "engine/record.hpp"
#include "sim/scenario/scenario.hpp"
#include "sim/world/kernel.hpp"
#include "sim/world/limits.hpp"
#include "sim/world/log_words.hpp"
#include "sim/world/logic_box.hpp"
#include "sim/world/mutation.hpp"
#include "sim/world/step_watch.hpp"
#include "sim/world/trace.hpp"

namespace sim::world {

struct RunOptions {
    engine::Level level = engine::Level::facts;  ///< facts at least, for judging
    std::uint64_t seed = 0;
    std::optional<engine::Duration> until;    ///< stop at this t (from t = 0)
    std::optional<std::uint32_t> until_step;  ///< stop when this step has ended
    bool list_choices = false;                ///< collect the names of all choices asked
    std::uint32_t copy_every = 0;             ///< replace the world by its copy at every n-th event
    bool trace = false;                       ///< keep what went into the fingerprint
    const LogWords* words = nullptr;          ///< REQUIRES: set if the story waits for patterns
    StepWatch* step_watch = nullptr;          ///< hears of every step of a logic
    Mutation mutation;                        ///< a fault planted into the logic
    Limits limits;
};

/// One choice that was asked, as `[choices]` takes it.
struct ListedChoice {
    std::string name;
    std::int64_t answer = 0;
    ChoiceOf of = ChoiceOf::span;
};

struct Run {
    std::uint64_t seed = 0;
    std::vector<engine::Record> records;
    engine::Fingerprint fingerprint;
    engine::TrueTime serving;  ///< t = 0 of all reports
    engine::TrueTime end;
    engine::Duration derived_span{};  ///< of an `expect` without `within`, from the configuration
    std::uint64_t events = 0;
    std::uint64_t messages = 0;
    std::uint64_t commits = 0;
    bool cut_short = false;             ///< `until` or `until_step` ended it
    bool as_expected = false;           ///< every step's observations were met
    std::optional<facts::Limit> limit;  ///< a limit ended the run
    engine::Impossible impossible;      ///< a pinned answer that was not possible; key 0: none
    ChoiceOf impossible_of = ChoiceOf::span;  ///< what its answers are
    std::vector<engine::Pin> unasked;         ///< pins never asked
    std::vector<ListedChoice> choices;        ///< if options.list_choices
    std::vector<Fold> trace;                  ///< if options.trace
};

/// REQUIRES: the scenario was checked against `logic`'s catalogue.
[[nodiscard]] Run run(const scenario::Scenario& scenario, const LogicEntry& logic,
                      const RunOptions& options);

}  // namespace sim::world
