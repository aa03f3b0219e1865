// Trees made from trees: a story under a variant's settings, a file over the preset it extends.
// Values keep the places where they were written, so that diagnostics point there.
#pragma once

#include "sim/scenario/reader.hpp"

namespace sim::scenario {

/// The story's tree with a variant's `set`, `outcome` and steps laid over it. A path that leads
/// nowhere is a complaint.
[[nodiscard]] Entry with_variant(Reader& reader, const Entry& root, const Entry& variant);

/// Sets what `field.key`, a dotted path like "proxy.health_check_period", leads to.
void set_path(Reader& reader, Entry& root, const Field& field);

/// What a preset gives and the file does not: tables key by key, hosts by name.
void merge_preset(Entry& root, const Entry& preset);

}  // namespace sim::scenario
