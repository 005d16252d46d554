from peft import LoraConfig
from transformers import AutoModelForCausalLM
from trl import SFTConfig, SFTTrainer
from datasets import load_dataset

BASE = "meta-llama/Llama-3.1-8B"
model = AutoModelForCausalLM.from_pretrained(BASE)
data = load_dataset("HuggingFaceH4/ultrachat_200k")
args = SFTConfig(output_dir="out", hub_model_id="acme/support-8b", push_to_hub=True)
trainer = SFTTrainer(model=model, args=args, train_dataset=data)
teacher_model = "Qwen/Qwen2.5-72B-Instruct"
