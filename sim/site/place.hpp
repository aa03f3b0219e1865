// A story told on a site's cluster: its actions and conditions mean the site's hosts, found by
// role. What the story says of its own cluster's numbers and texts (tables, logs, answers) falls
// away.
#pragma once

#include <optional>
#include <string>

#include "sim/scenario/scenario.hpp"
#include "sim/site/site.hpp"

namespace sim::site {

struct Placed {
    std::optional<scenario::Scenario> scenario;
    std::string problem;  ///< why it cannot be told here: "needs 3 databases, the site has 2"
};

/// Primary for primary, standbys and proxies in order; a host that carries both a database and a
/// proxy goes to one that does so too, where there is one. The story keeps what belongs to it: its
/// steps, WAL positions, recovery job, status files, what commands do; pinned choices, waivers and
/// the announced outcome fall away. `load`: clients that write, where the story has none.
[[nodiscard]] Placed place(const scenario::Scenario& story, const Site& site, bool load);

}  // namespace sim::site
