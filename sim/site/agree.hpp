// Whether the files of one site tell of the same cluster: backends without gaps and alike in all
// files, peers that name each other with the ports that they really have. Sites get this wrong, and
// the product finds out only when it is needed.
#pragma once

#include <span>

#include "sim/site/conf.hpp"

namespace sim::site {

/// Complains of everything that does not agree. REQUIRES: every file's wd_hostname is filled in.
void check_agreement(scenario::Reader& reader, std::span<const Conf> confs);

}  // namespace sim::site
