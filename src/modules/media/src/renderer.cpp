#include "renderer.hpp"

#include "platform/telemetry/log.hpp"

#include <algorithm>
#include <array>

namespace kontor::media {

using namespace platform;

namespace {

constexpr std::size_t most_waiting = 4;
constexpr std::size_t largest_rendition = 64 << 20;
constexpr std::int64_t tallest_webp = 16383;
// What libvips takes for "as high as it comes".
constexpr auto any_height = "10000000";

Error damaged(const std::string& what) {
    return {ErrorKind::invalid, "media.damaged", "The picture " + what + "."};
}

Error busy() {
    return {ErrorKind::unavailable,
            "media.busy",
            "Other pictures are being rendered. Send this one again in a moment.",
            {},
            {{"retry_after", std::int64_t{2}}}};
}

std::string how_to_get(const std::string& program) {
    return "there is no program '" + program +
           "' to render pictures with: install the package libvips-tools, or name it in "
           "media.renderer";
}

Error no_renderer(const std::string& program) {
    return {ErrorKind::unavailable, "media.no_renderer",
            "The shop cannot take pictures: " + how_to_get(program) + "."};
}

// Nothing but these: the environment of a shop holds its secrets.
std::vector<std::string> variables(const Workbench& workbench) {
    return {"PATH=/usr/local/bin:/usr/bin:/bin",
            "LC_ALL=C",
            "HOME=" + workbench.path().string(),
            "TMPDIR=" + workbench.path().string(),
            "VIPS_BLOCK_UNTRUSTED=1",
            "VIPS_CONCURRENCY=2",
            "MALLOC_ARENA_MAX=2"};
}

std::string draft_name(std::int64_t width) {
    return std::to_string(width) + ".png";
}

std::vector<std::string> narrowing(const std::string& program, const std::string& from,
                                   const std::string& to, std::int64_t width) {
    return {program,
            "thumbnail",
            from,
            to + "[compression=0,strip]",
            std::to_string(width),
            "--height",
            any_height,
            "--size",
            "down",
            "--export-profile",
            "srgb",
            "--fail-on",
            "truncated"};
}

// Widths below the widest rendition, which has the picture's own where that is less.
std::vector<std::int64_t> widths_of(const std::vector<std::int64_t>& configured,
                                    std::int64_t widest) {
    std::vector<std::int64_t> widths;
    std::ranges::copy_if(configured, std::back_inserter(widths),
                         [&](std::int64_t width) { return width < widest; });
    widths.push_back(widest);
    return widths;
}

struct Encoding {
    ImageFormat format;
    std::string ending;
    std::string options;
};

const std::array<Encoding, 2>& encodings() {
    static const std::array<Encoding, 2> both{
        {{ImageFormat::webp, ".webp", "[Q=80,strip]"},
         {ImageFormat::jpeg, ".jpg", "[Q=82,strip,optimize-coding,background=255]"}}};
    return both;
}

// All drafts in one process, for starting it takes as long as saving one.
std::vector<std::string> saving(const std::filesystem::path& program,
                                const std::vector<std::int64_t>& widths, const Encoding& encoding) {
    std::vector<std::string> command{program.parent_path() / "vipsthumbnail"};
    for (const auto width : widths) command.push_back(draft_name(width));
    for (const auto& argument :
         {std::string("--size"), std::string(any_height) + "x" + any_height + ">",
          std::string("--output"), "%s" + encoding.ending + encoding.options})
        command.push_back(argument);
    return command;
}

std::optional<ImageHeader> header_of(const std::optional<std::string>& bytes) {
    if (!bytes) return std::nullopt;
    const auto header = read_image_header(*bytes);
    return header ? std::optional(*header) : std::nullopt;
}

}  // namespace

class Renderer::Turn {
public:
    explicit Turn(Renderer& renderer) : renderer_(renderer) {
        std::unique_lock lock(renderer_.mutex_);
        const auto is_free = [&] { return renderer_.running_ < renderer_.options_.at_one_time; };
        if (!is_free() && renderer_.waiting_ >= most_waiting) return;
        ++renderer_.waiting_;
        renderer_.freed_.wait(lock, is_free);
        --renderer_.waiting_;
        ++renderer_.running_;
        has_come_ = true;
    }
    ~Turn() {
        if (!has_come_) return;
        const std::lock_guard lock(renderer_.mutex_);
        --renderer_.running_;
        renderer_.freed_.notify_one();
    }
    Turn(const Turn&) = delete;

    bool has_come() const { return has_come_; }

private:
    Renderer& renderer_;
    bool has_come_ = false;
};

Renderer::Renderer(RenderOptions options) : options_(std::move(options)) {}

std::optional<std::string> Renderer::complaint() const {
    if (find_program(options_.program)) return std::nullopt;
    return how_to_get(options_.program);
}

Result<RenderedImage> Renderer::render(std::string_view bytes, const ImageHeader& header) {
    const Turn turn(*this);
    if (!turn.has_come()) return busy();
    return render_in_turn(bytes, header);
}

Result<> Renderer::run(const std::vector<std::string>& command, const Workbench& workbench) {
    const auto ending =
        run_confined(command, variables(workbench), workbench, options_.confinement);
    // libvips 8.14 forgives what is missing at the very end of a picture, but tells of it.
    const bool is_whole = ending.said.find("error in tile") == std::string::npos;
    if (ending.how == Ending::How::done && is_whole) return {};
    platform::log::info("a picture could not be rendered", {{"reason", ending.said}});
    if (ending.how == Ending::How::not_started) return no_renderer(options_.program);
    if (ending.how == Ending::How::too_long) return damaged("takes too long to decode");
    return damaged("is damaged: it cannot be decoded");
}

Result<RenderedImage> Renderer::render_in_turn(std::string_view bytes, const ImageHeader& header) {
    const auto program = find_program(options_.program);
    if (!program) return no_renderer(options_.program);
    const Workbench workbench(std::filesystem::temp_directory_path());
    workbench.write("original", bytes);
    const auto widths = make_drafts(*program, workbench);
    if (!widths) return widths.error();
    for (const auto& encoding : encodings())
        if (auto saved = run(saving(*program, *widths, encoding), workbench); !saved)
            return saved.error();

    RenderedImage image{header.width, header.height, {}};
    for (const auto width : *widths) {
        for (const auto& encoding : encodings()) {
            auto content =
                workbench.read(std::to_string(width) + encoding.ending, largest_rendition);
            const auto made = header_of(content);
            if (!made || made->format != encoding.format || made->width != width)
                return damaged("is damaged: it cannot be rendered");
            image.files.push_back(
                {encoding.format, made->width, made->height, *std::move(content)});
        }
    }
    const auto& widest = image.files.back();
    if ((header.width > header.height) != (widest.width > widest.height))
        std::swap(image.width, image.height);
    return image;
}

// One of each width, upright and without what the camera wrote. Each is made from the next wider.
Result<std::vector<std::int64_t>> Renderer::make_drafts(const std::filesystem::path& program,
                                                        const Workbench& workbench) {
    const std::string widest = "widest.png";
    if (auto made = run(narrowing(program, "original", widest, options_.widths.back()), workbench);
        !made)
        return made.error();
    const auto header = header_of(workbench.read_beginning(widest, 64));
    if (!header) return damaged("is damaged: it cannot be decoded");
    if (header->height > tallest_webp) return damaged("is too tall for its width");
    const auto widths = widths_of(options_.widths, header->width);
    workbench.rename(widest, draft_name(widths.back()));
    for (auto i = widths.size() - 1; i-- > 0;)
        if (auto made =
                run(narrowing(program, draft_name(widths[i + 1]), draft_name(widths[i]), widths[i]),
                    workbench);
            !made)
            return made.error();
    return widths;
}

}  // namespace kontor::media
