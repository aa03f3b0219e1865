// Two clusters, configurations or logics under the same seeds: what each comes to in each, and how
// sure the difference is. Choices have names, so both runs of a seed answer the same questions the
// same way, and a plan of faults is the same for both.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "sim/search/experiment.hpp"

namespace sim::search {

/// What is measured of a run.
enum class Figure : std::uint8_t {
    writes_stopped,  ///< the longest outage of those who write, in ns: recovery time
    reads_stopped,   ///< of those who read
    loss_span,       ///< from the oldest loss to its fault, in ns: recovery point
    commits_lost,    ///< acknowledged, and gone in the end
    sessions_cut,
};
inline constexpr std::size_t figures = 5;
/// Of an outage that lasted to the end of the run: longer than any other.
inline constexpr std::int64_t to_the_end = INT64_MAX;

/// What one side came to under one seed.
struct Trial {
    int exit_code = 0;
    std::vector<std::string_view> oracles;  ///< violated and not waived, each once, in order
    std::array<std::optional<std::int64_t>, figures> measured{};  ///< none: nobody would notice
    std::string problem;                                          ///< of exit code 2 and 70
    [[nodiscard]] const std::optional<std::int64_t>& operator[](Figure figure) const {
        return measured[static_cast<std::size_t>(figure)];
    }
};

/// The first truth or belief that differs, as each side has it; its time does not count. None: that
/// side has no more.
struct Parting {
    std::array<std::optional<engine::Record>, 2> records;
    std::array<engine::Duration, 2> at{};  ///< from t = 0
};

/// Both sides of one seed.
struct Pair {
    std::array<Trial, 2> sides;
    std::optional<Parting> parting;
};

/// One of two sides.
struct Side {
    std::string path;
    scenario::Entry base;                  ///< with its presets merged in
    std::vector<scenario::Field> changes;  ///< dotted paths and their values
};

class Comparison {
  public:
    /// `plans`: of the faults that both sides meet; nullptr: the stories as they are. `load`: a
    /// client that writes, where a side has no clients. Refers to plans and laboratory.
    Comparison(std::array<Side, 2> sides, const Experiment* plans, const Laboratory& laboratory,
               bool load);

    /// The scenario of a side under a seed, or what is wrong with it.
    [[nodiscard]] scenario::Parsed<scenario::Scenario> compile(std::size_t side,
                                                               std::uint64_t seed) const;
    /// Never throws. May be called by several threads.
    [[nodiscard]] Pair try_seed(std::uint64_t seed) const;

  private:
    [[nodiscard]] std::optional<world::Run> try_side(std::size_t side, std::uint64_t seed,
                                                     Trial& trial) const;

    std::array<Side, 2> sides_;
    const Experiment* plans_;
    const Laboratory& laboratory_;
    bool load_;
};

/// Where two runs part. REQUIRES: facts at least were kept.
[[nodiscard]] std::optional<Parting> parting_of(const world::Run& one, const world::Run& other);

/// The exact sign test: of pairs that differ, `one` turned out one way and `other` the other way.
/// Where both are as likely, so uneven a split, or a more uneven one, comes once in so many such
/// comparisons; 1: any split would do. (McNemar's test, where the pairs are failures.)
[[nodiscard]] std::uint64_t chance_is_once_in(std::uint64_t one, std::uint64_t other);

}  // namespace sim::search
