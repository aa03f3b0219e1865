// A chaos experiment on one cluster: any seed's plan, run and judged. Constant once made, so that
// threads can share it.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "sim/search/laboratory.hpp"
#include "sim/search/plan.hpp"
#include "sim/search/signature.hpp"
#include "sim/search/situation.hpp"

namespace sim::search {

/// What a plan came to.
struct Outcome {
    std::uint64_t seed = 0;
    int exit_code = 0;  ///< as scenario-format, "Exit codes", has them; 70: the simulator is wrong
    std::uint64_t fingerprint = 0;
    std::uint64_t events = 0;
    std::size_t faults = 0;
    std::vector<Signature> signatures;
    std::string problem;                ///< of exit code 2 and 70: what is wrong
    std::vector<Situation> situations;  ///< that the run came through
    /// Rules of the logic that applied, each once, in order; none: this run did not record them.
    std::optional<std::vector<failover::RuleId>> rules;
};

/// Rules are messages, and to record these takes time: every so many seeds' plans do.
inline constexpr std::uint64_t rules_every = 8;

class Experiment {
  public:
    /// `base` with its presets merged in (scenario::load_tree); REQUIRES: `base` compiles.
    Experiment(std::string path, scenario::Entry base, const Laboratory& laboratory);

    /// What is wrong with [chaos] or [[nemesis]], or with the preset named instead.
    [[nodiscard]] std::vector<scenario::Diagnostic> configure(std::string_view preset);
    [[nodiscard]] const scenario::Chaos& chaos() const { return chaos_; }
    /// Of the logic under test.
    [[nodiscard]] const failover::Catalogue& catalogue() const;

    [[nodiscard]] Plan plan_of(std::uint64_t seed) const;
    /// The plan of a seed as a story's tree: what --show-plan writes and `try_seed` runs.
    [[nodiscard]] scenario::Entry story(std::uint64_t seed) const;
    /// Never throws.
    [[nodiscard]] Outcome try_seed(std::uint64_t seed) const;

  private:
    std::string path_;
    scenario::Entry base_;
    const Laboratory& laboratory_;
    scenario::Scenario cluster_;
    scenario::Chaos chaos_;
};

/// An action that an experiment did at a bad time may fail or hang: that is no expectation of
/// anybody. What is left is what oracles and limits say.
[[nodiscard]] int exit_code_of(const checks::Verdict& verdict);

/// Runs a story's tree under its own seed and says what it came to; a failing run is run again with
/// its messages, for the signature.
[[nodiscard]] Outcome try_story(const std::string& path, const scenario::Entry& story,
                                const Laboratory& laboratory);

}  // namespace sim::search
