// What a run folded into its fingerprint, fold by fold: so that of two runs that differ the first
// fold that differs can be named. Kept only when asked for; sim/simrun/trace_text.hpp makes words.
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#include "engine/fingerprint.hpp"

namespace sim::world {

struct World;

/// What was folded, and what its words are. A pair of 32-bit numbers lies in one word, the first
/// one low.
enum class FoldOf : std::uint8_t {
    event,     ///< time, kind | target << 32, a, b, cause (see sim/world/event.hpp)
    fact,      ///< time, facts::Kind, the record's five words in pairs
    output,    ///< time at which it leaves, alternative of failover::Wish, what folds.cpp says
    log_line,  ///< time, MessageId, four arguments in pairs
    message,   ///< kind, twelve words in pairs; its blob follows as `more`, a number each
    more,      ///< of the fold before: a blob's numbers, who sent it, how a connection ended
};

/// Whom an event concerns: a process of a proxy, or a connection between two hosts; -1: no such.
struct Subject {
    std::int32_t proxy = -1;
    std::int32_t role = -1;
    std::int32_t pid = -1;
    std::int32_t plane = -1;
    std::int32_t from = -1;
    std::int32_t to = -1;
};

struct Fold {
    FoldOf of = FoldOf::event;
    engine::Lane lane = engine::Lane::other;
    std::uint8_t size = 0;                 ///< of `words`
    Subject subject;                       ///< of an event
    std::array<std::uint64_t, 7> words{};  ///< unused ones are 0

    /// Whether the fingerprint cannot tell them apart.
    [[nodiscard]] bool same(const Fold& other) const {
        return lane == other.lane && size == other.size && words == other.words;
    }
};

/// Hears of every fold; attached to a kernel like a recorder.
class FoldBook {
  public:
    virtual ~FoldBook() = default;
    virtual void note(FoldOf of, engine::Lane lane, std::span<const std::uint64_t> words) = 0;
};

/// Keeps the folds of a run, the first `traced_folds` of them.
class Trace final : public FoldBook {
  public:
    /// `world` is looked up whenever an event needs a name, so it may be replaced by its copy.
    explicit Trace(const std::unique_ptr<World>& world) : world_(&world) {}

    void note(FoldOf of, engine::Lane lane, std::span<const std::uint64_t> words) override;
    [[nodiscard]] std::vector<Fold>& folds() { return folds_; }

  private:
    const std::unique_ptr<World>* world_;
    std::vector<Fold> folds_;
};

}  // namespace sim::world
