// What was done in a run: each action of a step with its beginning, its end and its answer, found
// among the records before anything is told.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "engine/record.hpp"
#include "reports/story.hpp"

namespace reports {

struct Deed {
    std::uint32_t step = 0;
    std::uint32_t action = 0;
    engine::Sequence began = 0;  ///< number of its action_began
    engine::TrueTime at;
    std::optional<engine::TrueTime> done;
    std::int32_t exit_status = 0;
    std::optional<engine::Record> answer;
};

[[nodiscard]] std::vector<Deed> deeds(std::span<const engine::Record> records);

/// What came of it: "done after 213ms", "pcp_attach_node -- Command Successful", "not done".
[[nodiscard]] std::string outcome_of(const Deed& deed, const Telling& telling);

/// What the command printed, line by line; empty: nothing.
[[nodiscard]] std::string printed_by(const Deed& deed, const Telling& telling);

/// What a command answered: a message (0: success), or what the command tells.
struct Answer {
    failover::MessageId id = 0;
    failover::MessageArguments arguments{};
};
/// As the tool prints it; `action` is the action in words.
[[nodiscard]] std::string answer_text(const std::string& action, const Answer& answer,
                                      const Telling& telling);

/// A message of the catalogue with its severity, as a client prints it: `ERROR:  …`.
[[nodiscard]] std::string client_message(failover::MessageId id,
                                         const failover::MessageArguments& arguments,
                                         const Telling& telling,
                                         std::string_view before_detail = "; ");

}  // namespace reports
