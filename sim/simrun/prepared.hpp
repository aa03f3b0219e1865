// A scenario ready to run: loaded, its logic and dialect found, its names at hand for reports.
// What all commands share before and after a run.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "reports/choices.hpp"
#include "reports/cluster.hpp"
#include "reports/dialect.hpp"
#include "reports/story.hpp"
#include "sim/checks/judge.hpp"
#include "sim/scenario/diagnostic.hpp"
#include "sim/scenario/load.hpp"
#include "sim/simrun/commands.hpp"
#include "sim/world/run.hpp"

namespace sim::simrun {

/// What the loader checks a file against. Owns what its spans point at.
class Catalogues {
  public:
    explicit Catalogues(std::span<const world::LogicEntry> entries);
    [[nodiscard]] scenario::LogicCatalogues view() const;

  private:
    std::vector<scenario::NamedCatalogue> logics_;
    std::vector<std::vector<scenario::DialectWords::Replacement>> replacements_;
    std::vector<scenario::DialectWords> dialects_;
};

struct Prepared {
    scenario::Scenario scenario;
    const world::LogicEntry* logic = nullptr;
    const reports::Dialect* dialect = nullptr;
    reports::Cluster cluster;  ///< `serving` is set in a copy, for each run
    reports::Script script;
};

/// A file's story (element 0) and its variants, or what is wrong with the file.
struct Stories {
    std::vector<Prepared> stories;
    std::vector<scenario::Diagnostic> diagnostics;
};
[[nodiscard]] Stories load_stories(const std::string& path,
                                   std::span<const world::LogicEntry> logics);

/// Every story and variant below the request's paths, or nothing after saying why.
[[nodiscard]] std::optional<std::vector<Prepared>> stories_below(const Request& request,
                                                                 const Surroundings& with);

/// Loads the request's one file and picks its variant; prints what is wrong and returns nothing.
[[nodiscard]] std::optional<Prepared> prepare(const Request& request, const Surroundings& with);

/// The seed to run under: the request's, else the file's.
[[nodiscard]] std::uint64_t seed_of(const Request& request, const Prepared& prepared);

/// world::run with the words of the story's dialect.
[[nodiscard]] world::Run play(const Prepared& prepared, const world::RunOptions& options);

/// "h06_stale_interlock#parked": the file without its folder, and the variant.
[[nodiscard]] std::string called(const scenario::Scenario& scenario);

/// Which run it is, for whoever tells that it could not be brought to its end: scenario, variant
/// and seed, a line each.
[[nodiscard]] std::string whose_run(const scenario::Scenario& scenario, std::uint64_t seed);

/// The same, where the simulator's own failure is caught: `failure` says it with scenario and
/// seed, exit code 70.
struct Played {
    std::optional<world::Run> run;
    std::string failure;
};
[[nodiscard]] Played attempt(const Prepared& prepared, const world::RunOptions& options);

/// The same, the failure printed.
[[nodiscard]] std::optional<world::Run> run(const Prepared& prepared,
                                            const world::RunOptions& options,
                                            const Surroundings& with);

/// A run judged, with the names that reports of it need: what they all rest on. Refers to its
/// parts, so it stays where it was made.
struct Judged {
    Judged(const Prepared& prepared, const world::Run& run);
    Judged(const Judged&) = delete;
    Judged& operator=(const Judged&) = delete;
    ~Judged() = default;

    checks::Verdict verdict;
    reports::Cluster cluster;
    reports::Script script;  ///< with the spans that followed from the configuration
    reports::Telling telling;
};

/// What the answers of a question are, as reports write them.
[[nodiscard]] reports::Choice::Of answers_of(world::ChoiceOf of);
/// Names for reports (naming.cpp).
[[nodiscard]] reports::Cluster names_of(const scenario::Scenario& scenario,
                                        const failover::Catalogue& catalogue);
/// The steps in words (script.cpp).
[[nodiscard]] reports::Script script_of(const scenario::Scenario& scenario);

}  // namespace sim::simrun
