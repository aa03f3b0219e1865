#include "scenario_round_trip.hpp"

#include <algorithm>
#include <iterator>

#include "sim/scenario/limits.hpp"
#include "sim/scenario/write.hpp"

namespace sim::scenario::tests {

namespace {

void collect(const Entry& entry, std::vector<std::string>& out) {
    const auto is_comment = [](const std::string& remark) { return !remark.empty(); };
    std::ranges::copy_if(entry.remarks.before, std::back_inserter(out), is_comment);
    std::ranges::copy_if(entry.remarks.after, std::back_inserter(out), is_comment);
    if (is_comment(entry.remarks.beside)) out.push_back(entry.remarks.beside);
    for (const Field& field : entry.fields) collect(field.value, out);
    for (const Entry& element : entry.elements) collect(element, out);
}

/// Of a text that is TOML.
Entry tree_of(const std::string& text) {
    Document document = read_document(text, 0);
    if (!document.root) return {};
    attach_remarks(*document.root, text);
    return std::move(*document.root);
}

/// The first of the sorted texts that the others lack, or have less often.
std::string difference(const std::vector<std::string>& these,
                       const std::vector<std::string>& others) {
    std::vector<std::string> missing;
    std::ranges::set_difference(these, others, std::back_inserter(missing));
    return missing.empty() ? std::string() : missing.front();
}

bool has_long_line(std::string_view text) {
    while (!text.empty()) {
        const std::size_t end = std::min(text.find('\n'), text.size());
        if (end > limits::line_bytes) return true;
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    return false;
}

}  // namespace

std::vector<std::string> comments_of(const Entry& root) {
    std::vector<std::string> comments;
    collect(root, comments);
    std::ranges::sort(comments);
    return comments;
}

std::string round_trip_problem(std::string_view text) {
    const auto first = canonical("first", text);
    if (!first.value) return {};
    const std::string& written = *first.value;
    // The one excuse: a line or a file that grew beyond what is read.
    if (written.size() > limits::file_bytes || has_long_line(written)) return {};
    const auto second = canonical("second", written);
    if (!second.value) {
        return "the canonical text cannot be read: " + render(second.diagnostics) + written;
    }
    const Entry before = tree_of(normalised(std::string(text)));
    const Entry after = tree_of(written);
    if (!same(before, after)) return "the canonical text means something else:\n" + written;
    const auto lost = difference(comments_of(before), comments_of(after));
    const auto made_up = difference(comments_of(after), comments_of(before));
    if (!lost.empty()) return "lost: " + lost + "\n" + written;
    if (!made_up.empty()) return "made up: " + made_up + "\n" + written;
    if (*second.value != written) {
        return "not its own canonical text:\n" + written + "but\n" + *second.value;
    }
    return {};
}

}  // namespace sim::scenario::tests
