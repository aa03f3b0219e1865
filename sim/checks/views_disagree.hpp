// Finds two proxies of one cluster that go on holding different things true of a database, or of
// who is the primary, with nothing between them that could make them agree.
#pragma once

#include "sim/checks/lasting.hpp"

namespace sim::checks {

class ViewsDisagree final : public Lasting {
  public:
    static constexpr std::string_view id = "views_disagree";

    explicit ViewsDisagree(const Surroundings& surroundings) : Lasting(surroundings) {}

  private:
    /// Two proxies and a database each; after the databases, who is the primary.
    [[nodiscard]] std::size_t subjects() const override;
    [[nodiscard]] Look look(std::size_t subject) const override;
    [[nodiscard]] Violation describe(std::size_t subject) const override;
    struct Both {
        std::size_t one = 0;
        std::size_t other = 0;
        std::size_t database = 0;  ///< their number: it is about who is the primary
    };
    [[nodiscard]] Both both(std::size_t subject) const;
    [[nodiscard]] bool comparable(const Both& both) const;
};

}  // namespace sim::checks
