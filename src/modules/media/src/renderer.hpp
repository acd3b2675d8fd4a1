#pragma once

#include "confined_process.hpp"
#include "image_header.hpp"

#include <condition_variable>
#include <mutex>

namespace kontor::media {

struct RenderOptions {
    std::string program = "vips";
    std::vector<std::int64_t> widths;  // ascending
    std::size_t at_one_time = 2;
    Confinement confinement{};
};

// A rendition with its bytes.
struct RenderedFile {
    ImageFormat format = ImageFormat::webp;
    std::int64_t width = 0;
    std::int64_t height = 0;
    std::string bytes;
};

struct RenderedImage {
    std::int64_t width = 0;  // as shown: after turning it as the camera was held
    std::int64_t height = 0;
    std::vector<RenderedFile> files;  // narrow to wide, WebP before JPEG
};

// Makes pictures anew, in every width up to their own, with libvips in a process of its own.
// Thread-safe; no more than so many at one time, and few wait.
class Renderer {
public:
    explicit Renderer(RenderOptions options);

    // Refuses media.damaged (invalid) for what cannot be decoded within the limits, media.busy
    // (unavailable) and media.no_renderer (unavailable) without libvips.
    platform::Result<RenderedImage> render(std::string_view bytes, const ImageHeader& header);

    // Why nothing can be rendered; nothing when it can.
    std::optional<std::string> complaint() const;

private:
    class Turn;
    platform::Result<RenderedImage> render_in_turn(std::string_view bytes,
                                                   const ImageHeader& header);
    platform::Result<std::vector<std::int64_t>> make_drafts(const std::filesystem::path& program,
                                                            const Workbench& workbench);
    platform::Result<> run(const std::vector<std::string>& command, const Workbench& workbench);

    RenderOptions options_;
    std::mutex mutex_;
    std::condition_variable freed_;
    std::size_t running_ = 0;
    std::size_t waiting_ = 0;
};

}  // namespace kontor::media
