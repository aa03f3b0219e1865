// Truth and belief as the story and the oracles see them: beliefs are read from the logics after
// every step and become facts when they change; conditions ask through a View.
#pragma once

#include "sim/scenario/expression.hpp"
#include "sim/world/kernel.hpp"

namespace sim::world {

struct World;

/// Reads what a proxy believes and writes a fact for each change. A proxy without a process
/// believes nothing.
void publish_beliefs(World& world, std::int32_t proxy);

/// Commands of operators that are on the way and concern this backend.
void publish_on_the_way(World& world, std::int32_t backend, int change);

/// Answers conditions at this instant.
class Now final : public scenario::View {
  public:
    /// `step`: from whose beginning `changes` counts.
    explicit Now(const World& world, std::uint32_t step = UINT32_MAX)
        : world_(world), step_(step) {}
    [[nodiscard]] int databases() const override;
    [[nodiscard]] int proxies() const override;
    [[nodiscard]] scenario::Value ask(scenario::Function function, std::int64_t argument,
                                      int by) const override;
    [[nodiscard]] scenario::Value given(std::int64_t name, scenario::Type type) const override;
    [[nodiscard]] scenario::Value changes(scenario::Function function, std::int64_t argument,
                                          int by) const override;
    [[nodiscard]] std::vector<std::int64_t> members(scenario::Function function) const override;

  private:
    const World& world_;
    std::uint32_t step_;
};

}  // namespace sim::world
