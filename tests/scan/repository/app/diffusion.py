from diffusers import FluxPipeline, StableDiffusionXLPipeline
from faster_whisper import WhisperModel

pipe = FluxPipeline.from_pretrained("black-forest-labs/FLUX.1-dev")
pipe.load_lora_weights("acme/style-lora")
xl = StableDiffusionXLPipeline.from_single_file("https://huggingface.co/stabilityai/sdxl-turbo/blob/main/sd_xl_turbo_1.0.safetensors")
ears = WhisperModel("large-v3", device="cuda")
pipe.push_to_hub("acme/flux-out-12b")
