import timm
from transformers import CLIPModel, AutoProcessor, pipeline
from diffusers import AutoencoderKL, ControlNetModel

clip = CLIPModel.from_pretrained("openai/clip-vit-base-patch32")
processor = AutoProcessor.from_pretrained("llava-hf/llava-1.5-7b-hf")
net = ControlNetModel.from_pretrained("lllyasviel/sd-controlnet-canny")
vae = AutoencoderKL.from_pretrained("madebyollin/sdxl-vae-fp16-fix")
detector = pipeline("object-detection", model="facebook/detr-resnet-50")
mime = "image/png"
size = "384/384"
