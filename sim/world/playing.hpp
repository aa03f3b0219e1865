// A run that can be stopped, copied and gone on with, its future drawn anew: for whoever asks when
// something became inevitable, or what would have been.
#pragma once

#include "sim/world/run.hpp"
#include "sim/world/world.hpp"

namespace sim::world {

class Playing {
  public:
    /// REQUIRES: the scenario was checked against `logic`'s catalogue; both outlive this.
    Playing(const scenario::Scenario& scenario, const LogicEntry& logic, const RunOptions& options);
    /// The copy goes on by itself, with the records so far.
    Playing(const Playing& other);
    Playing& operator=(const Playing&) = delete;
    ~Playing() = default;

    /// Plays up to the first event at `until` or later; false when the run is over before.
    bool play_to(TrueTime until);
    /// The future is left to chance: choices not asked yet are answered as under another seed,
    /// pinned ones as before, and each action not begun yet happens or does not.
    void draw_anew(std::uint64_t seed) {
        world_.kernel.draw_anew(seed);
        world_.story.by_chance = true;
    }
    /// From now on nobody does anything: no step and no action begins, nothing is healed, and the
    /// run goes on as long as it is played, past the end of its story too.
    void leave_alone() {
        world_.story.left_alone = true;
        world_.story.over = false;
    }
    /// Plays to the end and says what it came to.
    [[nodiscard]] Run finish();
    /// What it has come to by now.
    [[nodiscard]] Run so_far() const;

    [[nodiscard]] TrueTime now() const { return world_.kernel.now(); }
    [[nodiscard]] TrueTime serving() const { return world_.story.serving_at; }

  private:
    World world_;
    engine::Recorder recorder_;
    std::uint64_t seed_;
};

/// What a world has come to. Records, choices and folds belong to whoever listened.
[[nodiscard]] Run summed_up(const World& world);

}  // namespace sim::world
